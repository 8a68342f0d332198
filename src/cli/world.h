/* What the program assembles for the book: the acts of all rooms; and how commands open a book and sign. */
#ifndef CLI_WORLD_H
#define CLI_WORLD_H

#include "cli/command.h"

#include "record/book.h"
#include "record/keyfile.h"

const act_world *cli_world(void);
/* Says that no act has that name, and the closest one. */
cordon_status cli_no_such_act(cli_context *cli, const char *name);

/* Options that the commands of the book share. */
#define OPTION_BOOK                                                                                                    \
	{                                                                                                              \
		"--book", "FOLDER", N_("the book's folder; otherwise CORDON_BOOK, or book"), false                     \
	}
#define OPTION_NOW                                                                                                     \
	{                                                                                                              \
		"--now", "TIME", N_("for examples and tests: what the node's clock says"), false                       \
	}
#define OPTION_KEY                                                                                                     \
	{                                                                                                              \
		"--key", "FILE", N_("the file of a key to sign with"), true                                            \
	}
#define OPTION_EXAMPLE_KEYS                                                                                            \
	{                                                                                                              \
		"--example-keys", "SEED=PERSON",                                                                       \
			N_("sign with a person's key made of a public seed: for examples, it protects nothing"), true  \
	}

const char *cli_book_folder(const cli_context *cli);
/* Opens the book of the command line; `writing`: as its one writer. */
cordon_status cli_book_open(cli_context *cli, bool writing, book **out);
/* For what is done with the book's entries alone: its state may be that of an older program. */
cordon_status cli_book_open_entries(cli_context *cli, bool writing, book **out);
/* The options of a book as the command line says: the world, and --now. */
cordon_status cli_book_options(cli_context *cli, book_options *options);

enum { SIGNERS_MAX = ACT_SIGNATURES_MAX };
typedef struct signers {
	keyfile key[SIGNERS_MAX];
	int count;
} signers;
/* All --key and --example-keys; asks for passphrases on a terminal, or takes CORDON_PASSPHRASE. Forget them in the
 * end. */
cordon_status cli_signers(cli_context *cli, signers *s);
void cli_signers_forget(signers *s);

/* A new key of chance for a person, in a file under a passphrase, or as --in-clear says. */
cordon_status key_make_file(cli_context *cli, const char *file, const char *person, keyfile *k);

/* The passphrase of CORDON_PASSPHRASE or typed on the terminal; NULL: there is none. The caller frees it. */
char *cli_passphrase(const cli_context *cli, const char *file);

#endif
