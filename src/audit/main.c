/* The command line. See audit.h. */
#include "audit/audit.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const usage[2] = {
	"cordon-audit EXPORT [--checkpoint FILE]... [--receipt FILE]... [--keys] [--json]\n\n"
	"Verifies what `cordon export` wrote, by docs/book.md alone: it shares no code with cordon. Checkpoints and receipts\n"
	"that were kept elsewhere must hold of the book. --keys lists its keys: whose, since when, enrolled by which key.\n"
	"Exit status: 0 proven, 1 not, 2 not an export (a checkpoint, a receipt), 6 a file cannot be read.\n\n"
	"    cordon-audit cordon.book --receipt receipt.json\n",
	"cordon-audit EXPORTACIÓN [--checkpoint ARCHIVO]... [--receipt ARCHIVO]... [--keys] [--json]\n\n"
	"Verifica lo que escribió `cordon export`, solo según docs/book.md: no comparte código con cordon. Los puntos de\n"
	"control y recibos guardados fuera deben valer para el libro. --keys lista las claves: de quién, desde cuándo, por cuál.\n"
	"Estado de salida: 0 probado, 1 no, 2 no es una exportación (un punto de control, un recibo), 6 un archivo no se lee.\n\n"
	"    cordon-audit cordon.book --receipt receipt.json\n"};

static bool is_spanish(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *value = NULL;
	for (int i = 0; i < 3 && !(value && *value); i++)
		value = getenv(names[i]);
	return value && !strncmp(value, "es", 2);
}

static int fail(const char *path)
{
	fprintf(stderr, "cordon-audit: %s: %s\n", path, strerror(errno));
	return 6;
}

/* Reads a file of evidence; 0, or the exit status. */
static int load(struct evidence *v, struct report *r)
{
	char *bytes = must_have(malloc(RECEIPT_MAX));
	FILE *in = fopen(v->path, "rbe");
	size_t length = in ? fread(bytes, 1, RECEIPT_MAX, in) : 0;
	int status = !in || ferror(in) ? fail(v->path) : evidence_read(v, (struct span){bytes, length}) ? 0 : 2;
	if (status == 2)
		say(r, (struct place){-1, -1, v->path, NULL}, v->note.wrong.what, v->note.wrong.found, v->note.wrong.expected);
	if (in)
		fclose(in);
	free(bytes);
	return status;
}

static void show_keys(const struct book *b, struct report *r)
{
	static const char *const uses[] = {"main", "recovery", "node"};
	static const char json[] = ",\n{\"key\":\"%s\",\"use\":\"%s\",\"person\":\"%s\",\"entry\":%lld,\"time\":\"%s\",\"by\":\"%s\",\"ended\":%lld}";
	fputs(r->json ? ",\n\"keys\":[" : "", r->out);
	for (const struct key *k = b->key; k < b->key + b->key_count; k++) {
		const char *by = k->signer == NONE ? "" : b->key[k->signer].person;
		fprintf(r->out, r->json ? json + (k == b->key) : "%s %s %s %lld %s %s %lld\n", shown_key(k->bytes), uses[k->use], k->person,
			(long long)k->from, k->since, by, (long long)k->until);
	}
	fputs(r->json ? "]" : "", r->out);
}

static int audit(const char *path, struct book *b, bool keys)
{
	struct report *r = b->report;
	FILE *in = fopen(path, "rbe");
	int status = in ? 0 : fail(path);
	char id[65];
	fputs(r->json ? "{\"findings\":[" : "", r->out);
	for (size_t i = 0; i < b->evidences && !status; i++)
		status = load(&b->evidence[i], r);
	if (!status && (status = audit_stream(in, b, (int)sysconf(_SC_NPROCESSORS_ONLN))) == 6)
		fail(path);
	if (in)
		fclose(in);
	fputs(r->json ? "]" : "", r->out);
	if (keys)
		show_keys(b, r);
	sodium_bin2hex(id, sizeof id, b->id, 32);
	if (r->json)
		fprintf(r->out, ",\n\"book\":\"%s\", \"entries\":%lld, \"checkpoints\":%lld, \"count\":%llu, \"proven\":%s}\n", id, (long long)b->size,
			(long long)b->checkpoints, (unsigned long long)r->findings, status ? "false" : "true");
	else
		fprintf(r->out, r->spanish ? "%s: libro %s, asientos %lld, puntos de control %lld, hallazgos %llu\n"
					   : "%s: book %s, entries %lld, checkpoints %lld, findings %llu\n",
			r->spanish ? status ? "NO PROBADO" : "probado" : status ? "NOT PROVEN" : "proven", id, (long long)b->size,
			(long long)b->checkpoints, (unsigned long long)r->findings);
	return status;
}

int main(int argc, char **argv)
{
	static struct evidence evidence[EVIDENCE_MAX];
	struct report report = {.out = stdout, .spanish = is_spanish()};
	struct book book = {.report = &report, .evidence = evidence, .node = NONE, .nonces.width = 16, .keys.width = 32,
			    .held.width = 32, .hashes.width = 32, .salts.width = 32};
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
	audit_free(&book);
	return fflush(stdout) || ferror(stdout) ? 6 : status;
}
