/* The tree over a book's entries; see merkle.h. The names in the verifying functions (fn, sn, fr, sr) are those of
 * RFC 9162. */
#include "record/merkle.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static const unsigned char LEAF = 0x00, NODE = 0x01;

merkle_hash merkle_leaf(const void *bytes, size_t length)
{
	merkle_hash out;
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, &LEAF, 1);
	crypto_hash_sha256_update(&state, bytes, length);
	crypto_hash_sha256_final(&state, out.byte);
	return out;
}

merkle_hash merkle_node(const merkle_hash *left, const merkle_hash *right)
{
	unsigned char bytes[1 + 2 * MERKLE_HASH];
	merkle_hash out;
	bytes[0] = NODE;
	memcpy(bytes + 1, left->byte, MERKLE_HASH);
	memcpy(bytes + 1 + MERKLE_HASH, right->byte, MERKLE_HASH);
	crypto_hash_sha256(out.byte, bytes, sizeof bytes);
	return out;
}

bool merkle_same(const merkle_hash *a, const merkle_hash *b)
{
	return memcmp(a->byte, b->byte, MERKLE_HASH) == 0;
}

static merkle_hash empty_root(void)
{
	merkle_hash out;
	crypto_hash_sha256(out.byte, NULL, 0);
	return out;
}

/* --- the frontier */

int merkle_append(merkle *tree, const merkle_hash *leaf, merkle_hash *complete)
{
	assert(tree->size >= 0 && tree->size < MERKLE_SIZE_MAX);
	merkle_hash hash = *leaf;
	int level = 0;
	if (complete)
		complete[0] = hash;
	for (; tree->size >> level & 1; level++) { /* a left sibling stands ready */
		hash = merkle_node(&tree->peak[level], &hash);
		if (complete)
			complete[level + 1] = hash;
	}
	tree->peak[level] = hash;
	tree->size++;
	return level;
}

merkle_hash merkle_root(const merkle *tree)
{
	if (!tree->size)
		return empty_root();
	merkle_hash root;
	bool has_root = false;
	for (int level = 0; level < MERKLE_LEVELS; level++) { /* from the right, where the subtrees are smallest */
		if (!(tree->size >> level & 1))
			continue;
		root = has_root ? merkle_node(&tree->peak[level], &root) : tree->peak[level];
		has_root = true;
	}
	return root;
}

/* --- hashes from a store */

static bool hash_between(void *context, int level, int64_t index, merkle_hash *out)
{
	const merkle_sparse *sparse = context;
	int below = level % sparse->step;
	if (!below)
		return sparse->stored.hash(sparse->stored.context, level, index, out);
	/* the stored hashes below it are the leaves of a tree of their own, with the same way of making nodes */
	merkle tree = {0};
	for (int64_t i = index << below; i < (index + 1) << below; i++) {
		merkle_hash stored;
		if (!sparse->stored.hash(sparse->stored.context, level - below, i, &stored))
			return false;
		merkle_append(&tree, &stored, NULL);
	}
	*out = tree.peak[below];
	return true;
}

merkle_source merkle_between(merkle_sparse *sparse)
{
	assert(sparse->step >= 1 && sparse->step <= 16);
	return (merkle_source){hash_between, sparse};
}

static bool ask(const merkle_source *source, int level, int64_t index, merkle_hash *out)
{
	return source->hash(source->context, level, index, out);
}

bool merkle_load(merkle *tree, int64_t size, const merkle_source *source)
{
	assert(size >= 0);
	*tree = (merkle){.size = size};
	for (int level = 0; level < MERKLE_LEVELS; level++)
		if (size >> level & 1 && !ask(source, level, (size >> level) - 1, &tree->peak[level]))
			return false;
	return true;
}

/* --- proofs made */

/* The largest power of two below n, n > 1. */
static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (k < n - k)
		k *= 2;
	return k;
}

/* MTH(D[start : start + count]), count > 0; `start` is a multiple of a power of two that is at least `count`, as that
 * of every subtree of a larger tree is. So the range falls into complete subtrees as a tree of its own does. */
static bool range_root(int64_t start, int64_t count, const merkle_source *source, merkle_hash *out)
{
	bool has_root = false;
	for (int level = 0; level < MERKLE_LEVELS; level++) {
		merkle_hash hash;
		if (!(count >> level & 1))
			continue;
		if (!ask(source, level, ((start + count) >> level) - 1, &hash))
			return false;
		count -= INT64_C(1) << level;
		*out = has_root ? merkle_node(&hash, out) : hash;
		has_root = true;
	}
	return has_root;
}

static bool add_range(merkle_proof *proof, int64_t start, int64_t count, const merkle_source *source)
{
	assert(proof->count < MERKLE_PROOF_MAX);
	return range_root(start, count, source, &proof->hash[proof->count++]);
}

/* Both proofs are found from the root downwards, and given from the leaf upwards. */
static void reverse(merkle_proof *proof)
{
	for (int i = 0, j = proof->count - 1; i < j; i++, j--) {
		merkle_hash held = proof->hash[i];
		proof->hash[i] = proof->hash[j];
		proof->hash[j] = held;
	}
}

bool merkle_prove_inclusion(int64_t index, int64_t size, const merkle_source *source, merkle_proof *proof)
{
	assert(index >= 0 && index < size);
	proof->count = 0;
	for (int64_t start = 0, count = size; count > 1;) {
		int64_t k = split(count);
		bool is_left = index - start < k;
		if (!add_range(proof, is_left ? start + k : start, is_left ? count - k : k, source))
			return false;
		start += is_left ? 0 : k;
		count = is_left ? k : count - k;
	}
	reverse(proof);
	return true;
}

bool merkle_prove_consistency(int64_t first, int64_t second, const merkle_source *source, merkle_proof *proof)
{
	assert(first >= 0 && first <= second);
	proof->count = 0;
	if (first == 0 || first == second)
		return true;
	/* SUBPROOF(first - start, D[start : start + count], start == 0) */
	int64_t start = 0, count = second;
	while (first - start < count) {
		int64_t k = split(count);
		bool is_left = first - start <= k;
		if (!add_range(proof, is_left ? start + k : start, is_left ? count - k : k, source))
			return false;
		start += is_left ? 0 : k;
		count = is_left ? k : count - k;
	}
	if (start > 0 && !add_range(proof, start, count, source))
		return false;
	reverse(proof);
	return true;
}

/* --- proofs verified */

bool merkle_verify_inclusion(const merkle_hash *leaf, int64_t index, int64_t size, const merkle_hash *proof, int count,
			     const merkle_hash *root)
{
	if (index < 0 || index >= size || count < 0)
		return false;
	int64_t fn = index, sn = size - 1;
	merkle_hash r = *leaf;
	for (int i = 0; i < count; i++) {
		if (!sn)
			return false;
		if (fn & 1 || fn == sn) {
			r = merkle_node(&proof[i], &r);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = merkle_node(&r, &proof[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && merkle_same(&r, root);
}

bool merkle_verify_consistency(int64_t first, int64_t second, const merkle_hash *proof, int count,
			       const merkle_hash *first_root, const merkle_hash *second_root)
{
	if (first < 0 || first > second || count < 0)
		return false;
	merkle_hash empty = empty_root();
	if ((!first && !merkle_same(first_root, &empty)) || (!second && !merkle_same(second_root, &empty)))
		return false;
	if (first == second)
		return !count && merkle_same(first_root, second_root);
	if (!first)
		return !count;
	/* a first tree that is complete stands for itself at the head of the proof */
	bool is_complete = !(first & (first - 1));
	if (!count && !is_complete)
		return false;
	int at = is_complete ? 0 : 1;
	merkle_hash fr = is_complete ? *first_root : proof[0], sr = fr;
	int64_t fn = first - 1, sn = second - 1;
	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	for (; at < count; at++) {
		if (!sn)
			return false;
		if (fn & 1 || fn == sn) {
			fr = merkle_node(&proof[at], &fr);
			sr = merkle_node(&proof[at], &sr);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sr = merkle_node(&sr, &proof[at]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && merkle_same(&fr, first_root) && merkle_same(&sr, second_root);
}
