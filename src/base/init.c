/* The one initialisation a process needs, and the version. */
#include "base/memory.h"

#include <cordon/base.h>

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

static void *json_memory(size_t size)
{
	return memory_grow(NULL, 1, size);
}

cordon_status cordon_init(void)
{
	json_set_alloc_funcs(json_memory, free); /* jansson's own gives values that are not there when memory runs out */
	return sodium_init() < 0 ? CORDON_IO : CORDON_OK;
}

const char *cordon_version(void)
{
	return CORDON_VERSION;
}
