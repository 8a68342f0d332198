/* The command line. See audit.h. */
#include "audit/audit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const usage[2] = {
	"cordon-audit EXPORT [--checkpoint FILE]... [--receipt FILE]... [--keys] [--json]\n\nVerifies what `cordon export` "
	"wrote by docs/book.md alone,\nand that checkpoints and receipts kept elsewhere hold of the book.\n"
	"--keys lists the keys: whose, since when, by whom, until when.\nExit status: 0 proven, 1 not, 2 not an export "
	"or receipt, 6 a file cannot be read.\n\n    cordon-audit cordon.book --receipt receipt.json\n",
	"cordon-audit EXPORTACIÓN [--checkpoint ARCHIVO]... [--receipt ARCHIVO]... [--keys] [--json]\n\nVerifica lo que "
	"escribió `cordon export`, según docs/book.md,\ny que los puntos de control y recibos guardados fuera valen para "
	"el libro.\n--keys lista las claves: de quién, desde cuándo, por quién, hasta cuándo.\nEstado: 0 probado, 1 no, "
	"2 no es exportación o recibo, 6 no se puede leer.\n\n    cordon-audit cordon.book --receipt receipt.json\n"};

static bool is_spanish(void)
{
	const char *all = getenv("LC_ALL"), *messages = getenv("LC_MESSAGES"), *lang = getenv("LANG");
	const char *value = all && *all ? all : messages && *messages ? messages : lang;
	return value && !strncmp(value, "es", 2);
}

/* Reads a file of evidence; 0, or the exit status. */
static int load(struct evidence *v, struct report *r)
{
	char *bytes = must_have(malloc(RECEIPT_MAX));
	const struct wrong *w = &v->note.wrong;
	FILE *in = fopen(v->path, "rbe");
	size_t length = in ? fread(bytes, 1, RECEIPT_MAX, in) : 0;
	int status = !in || ferror(in) ? 6 : evidence_read(v, (struct span){bytes, length}) ? 0 : 2;
	if (status == 6)
		perror(v->path);
	if (status == 2)
		say(r, (struct place){-1, -1, v->path, NULL}, w->what, w->found, w->expected);
	if (in)
		fclose(in);
	free(bytes);
	return status;
}

static void show_keys(const struct book *b, struct report *r)
{
	for (const struct key *k = b->key; k < b->key + b->key_count; k++)
		fprintf(r->out, r->json ? "%s{\"key\":\"%s\",\"use\":\"%s\",\"person\":\"%s\",\"entry\":%lld,\"time\":\"%s\","
					  "\"by\":\"%s\",\"ended\":%lld}" : "%s%s %s %s %lld %s %s %lld\n",
			!r->json ? "" : k == b->key ? ",\n\"keys\":[" : ",\n", shown_key(k->bytes), key_use[k->use], k->person,
			(long long)k->from, k->since, k->signer == NONE ? "" : b->key[k->signer].person, (long long)k->until);
	fputs(r->json ? b->key_count ? "]" : ",\n\"keys\":[]" : "", r->out);
}

static int audit(const char *path, struct book *b, bool keys)
{
	struct report *r = b->report;
	FILE *in = fopen(path, "rbe");
	int status = in ? 0 : 6;
	fputs(r->json ? "{\"findings\":[" : "", r->out);
	for (size_t i = 0; i < b->evidences && !status; i++)
		status = load(&b->evidence[i], r);
	if (!status)
		status = book_audit(b, in, (int)sysconf(_SC_NPROCESSORS_ONLN));
	if (!in || ferror(in))
		perror(path);
	if (in)
		fclose(in);
	fputs(r->json ? "]" : "", r->out);
	if (keys)
		show_keys(b, r);
	if (r->json)
		fprintf(r->out, ",\n\"book\":\"%s\", \"entries\":%lld, \"checkpoints\":%lld, \"count\":%lld, \"proven\":%s}\n",
			shown_hash(b->id), (long long)b->size, (long long)b->checkpoints, (long long)r->findings,
			status ? "false" : "true");
	else
		fprintf(r->out, r->spanish ? "%s: libro %s, asientos %lld, puntos de control %lld, hallazgos %lld\n"
					   : "%s: book %s, entries %lld, checkpoints %lld, findings %lld\n",
			r->spanish ? status ? "NO PROBADO" : "probado" : status ? "NOT PROVEN" : "proven", shown_hash(b->id),
			(long long)b->size, (long long)b->checkpoints, (long long)r->findings);
	return status;
}

int main(int argc, char **argv)
{
	static struct evidence evidence[EVIDENCE_MAX];
	struct report report = {.out = stdout, .spanish = is_spanish()};
	struct book book = {.report = &report, .evidence = evidence, .node = NONE};
	const char *path = NULL;
	bool keys = false, good = sodium_init() >= 0;
	for (int i = 1; i < argc && good; i++) {
		bool receipt = !strcmp(argv[i], "--receipt");
		if (!strcmp(argv[i], "--help"))
			return fputs(usage[report.spanish], stdout) < 0 ? 6 : 0;
		if (!strcmp(argv[i], "--json"))
			report.json = true;
		else if (!strcmp(argv[i], "--keys"))
			keys = true;
		else if ((receipt || !strcmp(argv[i], "--checkpoint")) && i + 1 < argc && book.evidences < EVIDENCE_MAX)
			evidence[book.evidences++] = (struct evidence){.path = argv[++i], .receipt = receipt};
		else if (*argv[i] != '-' && !path)
			path = argv[i];
		else
			good = false;
	}
	if (!good || !path)
		return fputs(usage[report.spanish], stderr) < 0 ? 6 : 2;
	int status = audit(path, &book, keys);
	book_free(&book);
	return fflush(stdout) || ferror(stdout) ? 6 : status;
}
