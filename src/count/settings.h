/* Settings inside the room: looking one up, and which are for reading elections rather than for rules. */
#ifndef COUNT_SETTINGS_H
#define COUNT_SETTINGS_H

#include <cordon/count.h>

/* The value of a key (and of a name, in a map; NULL: the first), or NULL. `settings` may be NULL. */
const char *settings_find(const cordon_settings *settings, const char *key, const char *name);

/* Whether the key is for the formats: no rule names it, and none refuses it. */
bool settings_are_of_reading(const char *key);

#endif
