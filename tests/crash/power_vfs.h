/* A disk in memory under SQLite that loses power: a VFS whose files have what is synced and what is not.
 *
 * Each write, sync, truncation and deletion counts; at the one chosen, power fails: it and everything after it is
 * refused. power_cut then decides, from a seed, what of the unsynced is on the disk: of each write every sector of 512
 * bytes by itself (dropped, kept, or half the write torn off), of each truncation the whole or nothing. What was
 * synced is there. Model: a write harms nothing beside itself (SQLite's "powersafe overwrite"), syncing a file also
 * makes its name durable. One process, one connection at a time; locks always succeed.
 */
#ifndef CRASH_POWER_VFS_H
#define CRASH_POWER_VFS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct power_disk power_disk;

/* Registers the VFS under the name "power"; its files are those of the disk. One disk a process. */
power_disk *power_new(void);
void power_free(power_disk *d);

/* Operations that counted so far; the one at which power fails (0: never). */
long power_operations(const power_disk *d);
void power_fail_at(power_disk *d, long operation);
bool power_failed(const power_disk *d);

/* A disk that says it synced and did not. */
void power_lie(power_disk *d, bool lying);

/* What is left after the failure becomes what is there; operations count from 0 again and power is back. */
void power_cut(power_disk *d, uint64_t seed);

/* The disk as it is now, and back to it. */
void power_keep(power_disk *d);
void power_return(power_disk *d);

#endif
