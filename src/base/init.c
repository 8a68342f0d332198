/* The one initialisation a process needs, and the version. */
#include <cordon/base.h>

#include <sodium.h>

cordon_status cordon_init(void)
{
	return sodium_init() < 0 ? CORDON_IO : CORDON_OK;
}

const char *cordon_version(void)
{
	return CORDON_VERSION;
}
