/* Two batches and a pool of threads; see replay.h. */
#include "record/replay.h"

#include "base/memory.h"
#include "record/codes.h"
#include "record/merkle.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 2048, THREADS_MAX = 16 };

struct slot {
	text bytes;
	entry e;
	merkle_hash leaf;
	bool read;
	cordon_text why;
	int bad; /* the first signature that is not good; -1: none */
};

struct batch {
	struct slot slot[BATCH];
	int count;
	bool leaves; /* somebody wants their hashes */
};

/* Workers share out the slots of `batch`; `round` rises with each batch, `busy` counts those not yet done with it. */
struct pool {
	pthread_t thread[THREADS_MAX];
	int threads;
	pthread_mutex_t mutex;
	pthread_cond_t begun, done;
	struct batch *batch;
	atomic_int next;
	int round, busy;
	bool over;
};

/* The entry that stood there before is let go here, by the thread that needs as much memory for the next. */
static void check_slot(struct slot *s, bool leaf)
{
	entry_free(&s->e);
	s->bad = -1;
	s->read = entry_read(s->bytes.bytes, s->bytes.length, &s->e, &s->why);
	for (int i = 0; s->read && s->bad < 0 && i < s->e.signatures; i++)
		if (!entry_signed(s->e.act, s->e.act_length, s->e.key[i], s->e.signature[i]))
			s->bad = i;
	if (leaf)
		s->leaf = merkle_leaf(s->bytes.bytes, s->bytes.length);
}

static void *work(void *context)
{
	struct pool *p = context;
	int seen = 0;
	pthread_mutex_lock(&p->mutex);
	for (;;) {
		while (!p->over && p->round == seen)
			pthread_cond_wait(&p->begun, &p->mutex);
		if (p->over)
			break;
		seen = p->round;
		struct batch *b = p->batch;
		pthread_mutex_unlock(&p->mutex);
		for (int i; (i = atomic_fetch_add(&p->next, 1)) < b->count;)
			check_slot(&b->slot[i], b->leaves);
		pthread_mutex_lock(&p->mutex);
		if (!--p->busy)
			pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

static void pool_begin(struct pool *p, struct batch *b)
{
	pthread_mutex_lock(&p->mutex);
	p->batch = b;
	p->next = 0;
	p->busy = p->threads;
	p->round++;
	pthread_cond_broadcast(&p->begun);
	pthread_mutex_unlock(&p->mutex);
	for (int i = 0; !p->threads && i < b->count; i++) /* no thread could be made */
		check_slot(&b->slot[i], b->leaves);
}

static void pool_wait(struct pool *p)
{
	pthread_mutex_lock(&p->mutex);
	while (p->busy)
		pthread_cond_wait(&p->done, &p->mutex);
	pthread_mutex_unlock(&p->mutex);
}

static void pool_open(struct pool *p, int threads)
{
	long cores = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
	int wanted = cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (int)cores;
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->begun, NULL);
	pthread_cond_init(&p->done, NULL);
	for (; p->threads < wanted && !pthread_create(&p->thread[p->threads], NULL, work, p); p->threads++)
		;
}

static void pool_close(struct pool *p)
{
	pthread_mutex_lock(&p->mutex);
	p->over = true;
	pthread_cond_broadcast(&p->begun);
	pthread_mutex_unlock(&p->mutex);
	for (int i = 0; i < p->threads; i++)
		pthread_join(p->thread[i], NULL);
	pthread_cond_destroy(&p->begun);
	pthread_cond_destroy(&p->done);
	pthread_mutex_destroy(&p->mutex);
}

static void fill(const replay_plan *plan, struct batch *b)
{
	for (b->count = 0; b->count < BATCH; b->count++) {
		text_clear(&b->slot[b->count].bytes);
		if (!plan->next(plan->context, &b->slot[b->count].bytes))
			break;
	}
}

static cordon_status refuse(const replay_plan *plan, int64_t number, const char *found, cordon_text what,
			    cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){plan->file, (long)number + 1, "entry", found}, what,
			   NO_TEXT);
}

/* Warnings were for whoever did the act, then; of an act that is refused now everything is said. */
static cordon_status apply_again(applier *a, const entry *e, cordon_error *error)
{
	cordon_error said;
	cordon_error_init(&said);
	cordon_status status = apply_entry(a, e, &said);
	for (size_t i = 0; status && i < said.count; i++) {
		const cordon_finding *f = &said.finding[i];
		finding_add(error, f->severity, (place_in_file){f->file, f->row, f->field, f->found}, f->what,
			    f->expected);
	}
	cordon_error_free(&said);
	return status;
}

static cordon_status apply_slot(const replay_plan *plan, struct slot *s, applier *a, cordon_error *error)
{
	int64_t number = a->size;
	if (!s->read)
		return refuse(plan, number, NULL, s->why, error);
	if (s->bad >= 0)
		return refuse(plan, number, s->e.key[s->bad], TEXT(RECORD_NOT_SIGNED), error);
	cordon_status status = apply_again(a, &s->e, error);
	if (status == CORDON_BAD_INPUT)
		return refuse(plan, number, s->e.kind, TEXT(RECORD_NOT_ALLOWED_THERE), error);
	if (!status && plan->applied)
		status = plan->applied(plan->context, number, s->bytes.bytes, s->bytes.length, &s->leaf, error);
	return status;
}

static cordon_status apply_batch(const replay_plan *plan, struct batch *b, applier *a, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; !status && i < b->count; i++)
		status = apply_slot(plan, &b->slot[i], a, error);
	return status;
}

static void batch_free(struct batch *b)
{
	for (struct slot *s = b->slot; s < b->slot + BATCH; s++) {
		entry_free(&s->e);
		text_free(&s->bytes);
	}
}

static cordon_status tell(const replay_plan *plan, const applier *a)
{
	const cordon_progress *p = plan->progress;
	if (p && p->step)
		p->step(p->context, &TEXT(RECORD_REPLAYING), (double)a->size, (double)plan->total);
	return p && p->stop && p->stop(p->context) ? CORDON_INTERRUPTED : CORDON_OK;
}

cordon_status replay_entries(const replay_plan *plan, applier *a, cordon_error *error)
{
	struct pool p = {.batch = NULL};
	struct batch *b = memory_alloc(2, sizeof *b);
	cordon_status status = CORDON_OK;
	b[0].leaves = b[1].leaves = plan->applied != NULL;
	pool_open(&p, plan->threads);
	fill(plan, &b[0]);
	pool_begin(&p, &b[0]);
	for (int at = 0; !status && b[at].count; at = !at) {
		fill(plan, &b[!at]);
		pool_wait(&p);
		pool_begin(&p, &b[!at]);
		status = apply_batch(plan, &b[at], a, error);
		if (!status)
			status = tell(plan, a);
	}
	pool_close(&p); /* ends what was begun of the other batch */
	batch_free(&b[0]);
	batch_free(&b[1]);
	free(b);
	return status;
}
