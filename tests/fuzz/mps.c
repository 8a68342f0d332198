/* Any bytes as MPS: never a crash; what was read is a programme in order, and written and read again it is the same
 * (but for the sense, which is written as a minimisation, and the last bit of a second bound of a row). */
#include "bytes.h"

#include "base/text.h"

#include <cordon/lp.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cordon_status read_programme(const uint8_t *data, size_t size, cordon_lp **lp)
{
	struct bytes bytes = {data, size};
	cordon_reader in = {read_bytes, &bytes};
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = cordon_lp_read_mps(&in, "fuzz.mps", lp, &error);
	assert((status == CORDON_OK) == (*lp != NULL));
	assert((status == CORDON_BAD_INPUT) == (error.errors > 0));
	cordon_error_free(&error);
	return status;
}

static void check_order(const cordon_lp *lp)
{
	assert(lp->start[0] == 0 && isfinite(lp->offset));
	for (int j = 0; j < lp->columns; j++) {
		assert(isfinite(lp->cost[j]) && !isnan(lp->lower[j]) && !isnan(lp->upper[j]));
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			assert(lp->index[k] >= 0 && lp->index[k] < lp->rows);
			assert(k == lp->start[j] || lp->index[k] > lp->index[k - 1]);
			assert(isfinite(lp->value[k]) && lp->value[k] != 0);
		}
	}
	for (int i = 0; i < lp->rows; i++)
		assert(!isnan(lp->row_lower[i]) && !isnan(lp->row_upper[i]));
}

static bool add_bytes(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

static bool has_bounds(const cordon_lp *lp)
{
	for (int i = 0; i < lp->rows; i++)
		if (isinf(lp->row_lower[i]) && isinf(lp->row_upper[i]))
			return false;
	return true;
}

static bool is_near(double a, double b, double size)
{
	return a == b || fabs(a - b) <= 0x1p-51 * size;
}

static void check_same(const cordon_lp *a, const cordon_lp *b)
{
	size_t columns = (size_t)a->columns, rows = (size_t)a->rows, nonzeros = (size_t)a->start[columns];
	assert(a->rows == b->rows && a->columns == b->columns && a->offset == b->offset);
	assert(!memcmp(a->start, b->start, (columns + 1) * sizeof *a->start));
	assert(!memcmp(a->index, b->index, nonzeros * sizeof *a->index));
	for (size_t k = 0; k < nonzeros; k++)
		assert(a->value[k] == b->value[k]);
	for (size_t j = 0; j < columns; j++)
		assert(a->cost[j] == b->cost[j] && a->lower[j] == b->lower[j] && a->upper[j] == b->upper[j]);
	for (size_t i = 0; i < rows; i++) {
		double low = a->row_lower[i], high = a->row_upper[i], size = fabs(low) + fabs(high);
		assert(is_near(low, b->row_lower[i], size) && is_near(high, b->row_upper[i], size));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cordon_lp *lp = NULL, *again = NULL;
	if (read_programme(data, size, &lp) != CORDON_OK)
		return 0;
	check_order(lp);
	text out = {0};
	cordon_writer writer = {add_bytes, &out};
	if (cordon_lp_write_mps(lp, &writer) == CORDON_OK && has_bounds(lp)) {
		cordon_status status = read_programme((const uint8_t *)text_string(&out), out.length, &again);
		assert(status == CORDON_OK);
		check_same(lp, again);
	}
	text_free(&out);
	cordon_lp_free(lp);
	cordon_lp_free(again);
	return 0;
}
