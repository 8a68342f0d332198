/* The tree: the published roots and proofs of the Certificate Transparency projects' tests (the eight leaves of
 * transparency-dev/merkle's testonly package), and everything up to 70 leaves beside RFC 6962's own recursive
 * definitions, which stand here as they stand there. */
#include "unit.h"

#include "record/merkle.h"

#include <sodium.h>
#include <string.h>

enum { LEAVES = 70 };

/* --- RFC 6962, section 2.1, word by word */

static unsigned char data[LEAVES][2]; /* d(i) */

static size_t k_of(size_t n)
{
	size_t k = 1;
	while (2 * k < n)
		k = 2 * k;
	return k;
}

static merkle_hash sha256(int prefix, const void *a, size_t a_length, const void *b, size_t b_length)
{
	merkle_hash out;
	unsigned char bytes[128] = {0}, *at = bytes;
	if (prefix >= 0)
		*at++ = (unsigned char)prefix;
	if (a_length)
		memcpy(at, a, a_length);
	if (b_length)
		memcpy(at + a_length, b, b_length);
	crypto_hash_sha256(out.byte, bytes, (size_t)(at - bytes) + a_length + b_length);
	return out;
}

static merkle_hash MTH(size_t from, size_t n)
{
	if (n == 0)
		return sha256(-1, NULL, 0, NULL, 0);
	if (n == 1)
		return sha256(0, data[from], 2, NULL, 0);
	size_t k = k_of(n);
	merkle_hash left = MTH(from, k), right = MTH(from + k, n - k);
	return sha256(1, &left, 32, &right, 32);
}

static void add(merkle_proof *proof, merkle_hash hash)
{
	proof->hash[proof->count++] = hash;
}

static void PATH(size_t m, size_t from, size_t n, merkle_proof *out)
{
	if (n == 1)
		return;
	size_t k = k_of(n);
	if (m < k) {
		PATH(m, from, k, out);
		add(out, MTH(from + k, n - k));
	} else {
		PATH(m - k, from + k, n - k, out);
		add(out, MTH(from, k));
	}
}

static void SUBPROOF(size_t m, size_t from, size_t n, bool b, merkle_proof *out)
{
	if (m == n) {
		if (!b)
			add(out, MTH(from, m));
		return;
	}
	size_t k = k_of(n);
	if (m <= k) {
		SUBPROOF(m, from, k, b, out);
		add(out, MTH(from + k, n - k));
	} else {
		SUBPROOF(m - k, from + k, n - k, false, out);
		add(out, MTH(from, k));
	}
}

/* --- sources */

/* Asked for a subtree beyond what there is, it fails the test. `limit` hashes are given, then it fails. */
struct tree_source {
	int64_t size;
	int step, limit;
};

static bool give(void *context, int level, int64_t index, merkle_hash *out)
{
	struct tree_source *s = context;
	assert_true(level >= 0 && level % s->step == 0 && index >= 0 && (index + 1) << level <= s->size);
	*out = MTH((size_t)(index << level), (size_t)1 << level);
	return s->limit-- > 0;
}

static void same_proof(const merkle_proof *a, const merkle_proof *b)
{
	assert_int_equal(a->count, b->count);
	assert_memory_equal(a->hash, b->hash, (size_t)a->count * sizeof *a->hash);
}

/* --- tests */

static void the_frontier_and_what_it_completes(void **state)
{
	(void)state;
	merkle tree = {0};
	for (size_t n = 0; n <= LEAVES; n++) {
		merkle_hash root = merkle_root(&tree), expected = MTH(0, n), complete[MERKLE_LEVELS];
		assert_memory_equal(&root, &expected, 32);
		if (n == LEAVES)
			break;
		merkle_hash leaf = merkle_leaf(data[n], 2);
		int top = merkle_append(&tree, &leaf, complete);
		for (int level = 0; level <= top; level++) {
			size_t index = ((n + 1) >> level) - 1;
			expected = MTH(index << level, (size_t)1 << level);
			assert_memory_equal(&complete[level], &expected, 32);
		}
		assert_true(((n + 1) >> top & 1) == 1 && (n + 1) % ((size_t)1 << top) == 0);
		assert_int_equal(tree.size, n + 1);
	}
}

static void loaded_and_proved_from_sparse_stores(void **state)
{
	(void)state;
	for (int step = 1; step <= 5; step++) {
		struct tree_source stored = {LEAVES, step, 1 << 30};
		merkle_sparse sparse = {{give, &stored}, step};
		merkle_source source = merkle_between(&sparse);
		for (int64_t n = 0; n <= LEAVES; n++) {
			merkle tree;
			merkle_proof proof, expected;
			stored.size = n;
			assert_true(merkle_load(&tree, n, &source));
			merkle_hash root = merkle_root(&tree), right = MTH(0, (size_t)n);
			assert_memory_equal(&root, &right, 32);
			for (int64_t m = 0; m < n; m++) {
				assert_true(merkle_prove_inclusion(m, n, &source, &proof));
				expected.count = 0;
				PATH((size_t)m, 0, (size_t)n, &expected);
				same_proof(&proof, &expected);
			}
			for (int64_t m = 0; m <= n; m++) {
				assert_true(merkle_prove_consistency(m, n, &source, &proof));
				expected.count = 0;
				if (m > 0)
					SUBPROOF((size_t)m, 0, (size_t)n, true, &expected);
				same_proof(&proof, &expected);
			}
		}
	}
}

static void a_source_that_fails_is_told(void **state)
{
	(void)state;
	struct tree_source stored = {LEAVES, 4, 0};
	merkle_sparse sparse = {{give, &stored}, 4};
	merkle_source source = merkle_between(&sparse);
	merkle_proof proof;
	merkle tree;
	for (int good = 0; good < 3; good++) {
		stored.limit = good;
		assert_false(merkle_prove_inclusion(3, LEAVES, &source, &proof));
		stored.limit = good;
		assert_false(merkle_prove_consistency(35, LEAVES, &source, &proof));
		stored.limit = good;
		assert_false(merkle_load(&tree, LEAVES, &source));
	}
}

/* With one bit of any byte of it changed, one hash fewer or one more, a proof proves nothing. */
#define REFUSES_BROKEN(proof, VERIFY)                                                                                  \
	do {                                                                                                           \
		for (int byte_ = 0; byte_ < (proof).count * MERKLE_HASH; byte_++) {                                    \
			unsigned char *at_ = &(proof).hash[byte_ / MERKLE_HASH].byte[byte_ % MERKLE_HASH];             \
			*at_ ^= (unsigned char)(1 << byte_ % 8);                                                       \
			assert_false(VERIFY);                                                                          \
			*at_ ^= (unsigned char)(1 << byte_ % 8);                                                       \
		}                                                                                                      \
		(proof).hash[(proof).count] = (proof).hash[0];                                                         \
		(proof).count++;                                                                                       \
		assert_false(VERIFY);                                                                                  \
		(proof).count -= 2;                                                                                    \
		if ((proof).count >= 0)                                                                                \
			assert_false(VERIFY);                                                                          \
		(proof).count++;                                                                                       \
		assert_true(VERIFY);                                                                                   \
	} while (0)

static void inclusion_is_verified(void **state)
{
	(void)state;
	for (int64_t n = 1; n <= LEAVES; n++) {
		merkle_hash root = MTH(0, (size_t)n);
		for (int64_t m = 0; m < n; m++) {
			merkle_proof proof = {0};
			PATH((size_t)m, 0, (size_t)n, &proof);
			merkle_hash leaf = merkle_leaf(data[m], 2), other = merkle_leaf(data[(m + 1) % LEAVES], 2);
			assert_true(merkle_verify_inclusion(&leaf, m, n, proof.hash, proof.count, &root));
			REFUSES_BROKEN(proof, merkle_verify_inclusion(&leaf, m, n, proof.hash, proof.count, &root));
			assert_false(merkle_verify_inclusion(&other, m, n, proof.hash, proof.count, &root));
			assert_false(merkle_verify_inclusion(&leaf, m, n, proof.hash, proof.count, &other));
			for (int64_t wrong = -1; wrong <= n; wrong++)
				assert_true(wrong == m ||
					    !merkle_verify_inclusion(&leaf, wrong, n, proof.hash, proof.count, &root));
		}
	}
}

static void consistency_is_verified(void **state)
{
	(void)state;
	for (int64_t n = 0; n <= LEAVES; n++) {
		merkle_hash second = MTH(0, (size_t)n), other = MTH(1, 3);
		for (int64_t m = 0; m <= n; m++) {
			merkle_hash first = MTH(0, (size_t)m);
			merkle_proof proof = {0};
			if (m > 0)
				SUBPROOF((size_t)m, 0, (size_t)n, true, &proof);
			REFUSES_BROKEN(proof,
				       merkle_verify_consistency(m, n, proof.hash, proof.count, &first, &second));
			assert_false(merkle_verify_consistency(m, n, proof.hash, proof.count, &other, &second));
			assert_true(m == 0 || /* anything follows the empty tree */
				    !merkle_verify_consistency(m, n, proof.hash, proof.count, &first, &other));
			for (int64_t wrong = -1; wrong <= n + 1; wrong++)
				assert_true(wrong == m ||
					    !merkle_verify_consistency(wrong, n, proof.hash, proof.count, &first, &second));
		}
		assert_false(merkle_verify_consistency(n + 1, n, NULL, 0, &second, &second));
		for (int64_t m = 1; m < n; m++) /* no proof at all: nothing is read */
			assert_false(merkle_verify_consistency(m, n, NULL, 0, &second, &second));
	}
}

/* --- published */

static merkle_hash from_hex(const char *hex)
{
	merkle_hash out;
	size_t length;
	assert_int_equal(sodium_hex2bin(out.byte, 32, hex, strlen(hex), NULL, &length, NULL), 0);
	assert_int_equal(length, 32);
	return out;
}

static const char *const ct_leaf[] = {
	"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
};
static const char *const ct_root[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

/* A store of every complete subtree of the eight leaves, filled as they are appended. */
static merkle_hash ct_stored[4][8];

static bool give_ct(void *context, int level, int64_t index, merkle_hash *out)
{
	(void)context;
	*out = ct_stored[level][index];
	return true;
}

static void published_roots_and_proofs(void **state)
{
	(void)state;
	merkle tree = {0};
	for (size_t n = 0;; n++) {
		merkle_hash root = merkle_root(&tree), expected = from_hex(ct_root[n]), complete[MERKLE_LEVELS];
		assert_memory_equal(&root, &expected, 32);
		if (n == 8)
			break;
		unsigned char bytes[16];
		size_t length;
		sodium_hex2bin(bytes, sizeof bytes, ct_leaf[n], strlen(ct_leaf[n]), NULL, &length, NULL);
		merkle_hash leaf = merkle_leaf(bytes, length);
		for (int level = merkle_append(&tree, &leaf, complete); level >= 0; level--)
			ct_stored[level][((n + 1) >> level) - 1] = complete[level];
	}
	const struct {
		int64_t first, second; /* a consistency proof; an inclusion proof of leaf first when is_leaf */
		bool is_leaf;
		int count;
		const char *hash[3];
	} proofs[] = {
		{5, 8, true, 3, {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
				 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
				 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 3, true, 1, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
		{6, 8, false, 3, {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
				  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
				  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 5, false, 2, {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
				  "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	};
	for (size_t p = 0; p < sizeof proofs / sizeof *proofs; p++) {
		merkle_proof proof, expected = {.count = proofs[p].count};
		merkle_source source = {give_ct, NULL};
		for (int i = 0; i < expected.count; i++)
			expected.hash[i] = from_hex(proofs[p].hash[i]);
		assert_true((proofs[p].is_leaf ? merkle_prove_inclusion : merkle_prove_consistency)(
			proofs[p].first, proofs[p].second, &source, &proof));
		same_proof(&proof, &expected);
	}
}

static int set_up(void **state)
{
	(void)state;
	for (int i = 0; i < LEAVES; i++)
		data[i][0] = (unsigned char)i, data[i][1] = (unsigned char)(i * 7);
	return sodium_init() < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_roots_and_proofs),   cmocka_unit_test(the_frontier_and_what_it_completes),
		cmocka_unit_test(loaded_and_proved_from_sparse_stores), cmocka_unit_test(a_source_that_fails_is_told),
		cmocka_unit_test(inclusion_is_verified),        cmocka_unit_test(consistency_is_verified),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
