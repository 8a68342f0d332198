/* See power_vfs.h. */
#include "power_vfs.h"

#include "base/draw.h"
#include "base/memory.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 8, SECTOR = 512, PENDING_MAX = 100000, SHM_REGIONS = 64 };

typedef struct bytes {
	unsigned char *at;
	size_t size;
} bytes;

/* What was not yet synced, in order. */
typedef struct pending {
	bool truncation;
	size_t offset; /* of a write; the new size of a truncation */
	bytes data;
} pending;

typedef struct disk_file {
	char name[512];
	bool live, durable; /* whether it is there now, and after a power cut for certain */
	bytes now, synced, kept;
	bool kept_there;
	pending *pending;
	size_t pendings, room;
	unsigned char *shm[SHM_REGIONS];
} disk_file;

struct power_disk {
	sqlite3_vfs vfs;
	disk_file file[FILES_MAX];
	int files;
	long operations, fail_at;
	bool lying;
};

typedef struct open_file {
	sqlite3_file base;
	power_disk *disk;
	disk_file *file;
} open_file;

static void bytes_set(bytes *to, const bytes *from)
{
	to->at = memory_grow(to->at, from->size + 1, 1);
	if (from->size)
		memcpy(to->at, from->at, from->size);
	to->size = from->size;
}

static void bytes_resize(bytes *b, size_t size)
{
	b->at = memory_grow(b->at, size + 1, 1);
	if (size > b->size)
		memset(b->at + b->size, 0, size - b->size);
	b->size = size;
}

static void bytes_write(bytes *b, size_t offset, const unsigned char *from, size_t length)
{
	if (offset + length > b->size)
		bytes_resize(b, offset + length);
	memcpy(b->at + offset, from, length);
}

/* Counts an operation; true when there is no power for it. */
static bool dark(power_disk *d)
{
	d->operations++;
	return d->fail_at && d->operations >= d->fail_at;
}

bool power_failed(const power_disk *d)
{
	return d->fail_at && d->operations >= d->fail_at;
}

static void drop_pending(disk_file *f)
{
	for (size_t i = 0; i < f->pendings; i++)
		free(f->pending[i].data.at);
	f->pendings = 0;
}

static pending *add_pending(disk_file *f)
{
	assert(f->pendings < PENDING_MAX);
	MEMORY_RESERVE(f->pending, f->pendings, f->room);
	f->pending[f->pendings] = (pending){0};
	return &f->pending[f->pendings++];
}

static open_file *of(sqlite3_file *file)
{
	return (open_file *)(void *)file;
}

static int power_close(sqlite3_file *file)
{
	(void)file;
	return SQLITE_OK;
}

static int power_read(sqlite3_file *file, void *out, int length, sqlite3_int64 offset)
{
	const bytes *b = &of(file)->file->now;
	size_t there = (size_t)offset < b->size ? b->size - (size_t)offset : 0;
	size_t take = there < (size_t)length ? there : (size_t)length;
	if (take)
		memcpy(out, b->at + offset, take);
	memset((char *)out + take, 0, (size_t)length - take);
	return take == (size_t)length ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int power_write(sqlite3_file *file, const void *from, int length, sqlite3_int64 offset)
{
	disk_file *f = of(file)->file;
	bool failing = dark(of(file)->disk);
	if (failing && of(file)->disk->operations > of(file)->disk->fail_at)
		return SQLITE_IOERR_WRITE;
	/* the write at which power fails may be on the disk in part */
	pending *p = add_pending(f);
	p->offset = (size_t)offset;
	bytes_set(&p->data, &(bytes){(unsigned char *)(uintptr_t)from, (size_t)length});
	bytes_write(&f->now, p->offset, from, (size_t)length);
	return failing ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int power_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	disk_file *f = of(file)->file;
	if (dark(of(file)->disk))
		return SQLITE_IOERR_TRUNCATE;
	pending *p = add_pending(f);
	p->truncation = true;
	p->offset = (size_t)size;
	bytes_resize(&f->now, (size_t)size);
	return SQLITE_OK;
}

static int power_sync(sqlite3_file *file, int flags)
{
	disk_file *f = of(file)->file;
	(void)flags;
	if (dark(of(file)->disk))
		return SQLITE_IOERR_FSYNC;
	if (of(file)->disk->lying)
		return SQLITE_OK;
	bytes_set(&f->synced, &f->now);
	f->durable = true;
	drop_pending(f);
	return SQLITE_OK;
}

static int power_size(sqlite3_file *file, sqlite3_int64 *size)
{
	*size = (sqlite3_int64)of(file)->file->now.size;
	return SQLITE_OK;
}

static int power_lock(sqlite3_file *file, int level)
{
	(void)file;
	(void)level;
	return SQLITE_OK;
}

static int power_reserved(sqlite3_file *file, int *out)
{
	(void)file;
	*out = 0;
	return SQLITE_OK;
}

static int power_control(sqlite3_file *file, int op, void *argument)
{
	(void)file;
	(void)op;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int power_sector(sqlite3_file *file)
{
	(void)file;
	return SECTOR;
}

static int power_characteristics(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int power_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
	disk_file *f = of(file)->file;
	assert(region < SHM_REGIONS);
	if (!f->shm[region] && extend)
		f->shm[region] = memory_alloc((size_t)size, 1);
	*out = f->shm[region];
	return SQLITE_OK;
}

static int power_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	(void)file;
	(void)offset;
	(void)n;
	(void)flags;
	return SQLITE_OK;
}

static void power_shm_barrier(sqlite3_file *file)
{
	(void)file;
}

static int power_shm_unmap(sqlite3_file *file, int delete)
{
	disk_file *f = of(file)->file;
	for (int i = 0; delete &&i < SHM_REGIONS; i++) {
		free(f->shm[i]);
		f->shm[i] = NULL;
	}
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	2,
	power_close,
	power_read,
	power_write,
	power_truncate,
	power_sync,
	power_size,
	power_lock,
	power_lock,
	power_reserved,
	power_control,
	power_sector,
	power_characteristics,
	power_shm_map,
	power_shm_lock,
	power_shm_barrier,
	power_shm_unmap,
	NULL,
	NULL,
};

static disk_file *find(power_disk *d, const char *name)
{
	for (int i = 0; i < d->files; i++)
		if (!strcmp(d->file[i].name, name))
			return &d->file[i];
	return NULL;
}

static int power_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	power_disk *d = vfs->pAppData;
	disk_file *f = name ? find(d, name) : NULL;
	file->pMethods = NULL;
	if (!name || (!(f && f->live) && !(flags & SQLITE_OPEN_CREATE)))
		return SQLITE_CANTOPEN;
	if (!f) {
		assert(d->files < FILES_MAX && strlen(name) < sizeof f->name);
		f = &d->file[d->files++];
		strcpy(f->name, name);
	}
	f->live = true;
	*of(file) = (open_file){{&methods}, d, f};
	if (out)
		*out = flags;
	return SQLITE_OK;
}

static int power_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	power_disk *d = vfs->pAppData;
	disk_file *f = find(d, name);
	(void)sync;
	if (!f || !f->live)
		return SQLITE_IOERR_DELETE_NOENT;
	if (dark(d))
		return SQLITE_IOERR_DELETE;
	f->live = f->durable = false;
	bytes_resize(&f->now, 0);
	bytes_resize(&f->synced, 0);
	drop_pending(f);
	return SQLITE_OK;
}

static int power_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	const disk_file *f = find(vfs->pAppData, name);
	(void)flags;
	*out = f && f->live;
	return SQLITE_OK;
}

static int power_path(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	sqlite3_snprintf(size, out, "%s", name);
	return SQLITE_OK;
}

power_disk *power_new(void)
{
	power_disk *d = memory_alloc(1, sizeof *d);
	d->vfs = *sqlite3_vfs_find(NULL); /* time, randomness, sleep and the loading of libraries are the usual ones */
	d->vfs.iVersion = 1;
	d->vfs.szOsFile = sizeof(open_file);
	d->vfs.pNext = NULL;
	d->vfs.zName = "power";
	d->vfs.pAppData = d;
	d->vfs.xOpen = power_open;
	d->vfs.xDelete = power_delete;
	d->vfs.xAccess = power_access;
	d->vfs.xFullPathname = power_path;
	sqlite3_vfs_register(&d->vfs, 0);
	return d;
}

void power_free(power_disk *d)
{
	sqlite3_vfs_unregister(&d->vfs);
	for (int i = 0; i < d->files; i++) {
		disk_file *f = &d->file[i];
		drop_pending(f);
		free(f->pending);
		free(f->now.at);
		free(f->synced.at);
		free(f->kept.at);
		for (int k = 0; k < SHM_REGIONS; k++)
			free(f->shm[k]);
	}
	free(d);
}

long power_operations(const power_disk *d)
{
	return d->operations;
}

void power_fail_at(power_disk *d, long operation)
{
	d->fail_at = operation;
	d->operations = 0;
}

void power_lie(power_disk *d, bool lying)
{
	d->lying = lying;
}

/* One unsynced write, as far as it got. */
static void land_write(bytes *disk, const pending *p, int how, draw *seed)
{
	size_t torn = how == 2 ? draw_below(seed, p->data.size + 1) / SECTOR * SECTOR : p->data.size;
	for (size_t at = 0; at < torn; at += SECTOR) {
		size_t length = p->data.size - at < SECTOR ? p->data.size - at : SECTOR;
		if (how != 3 || draw_below(seed, 2))
			bytes_write(disk, p->offset + at, p->data.at + at, length);
	}
}

void power_cut(power_disk *d, uint64_t number)
{
	draw seed = {number};
	int mood = (int)draw_below(&seed, 4); /* drop all unsynced, keep all, or decide for each write */
	for (int i = 0; i < d->files; i++) {
		disk_file *f = &d->file[i];
		for (size_t k = 0; k < f->pendings; k++) {
			const pending *p = &f->pending[k];
			int how =
				mood < 2 ? mood : (int)draw_below(&seed, 4); /* 0 dropped, 1 kept, 2 torn, 3 sectors */
			if (how == 0)
				continue;
			f->durable = true;
			if (p->truncation)
				bytes_resize(&f->synced, p->offset);
			else
				land_write(&f->synced, p, how, &seed);
		}
		drop_pending(f);
		f->live = f->durable;
		bytes_set(&f->now, &f->synced);
		for (int k = 0; k < SHM_REGIONS; k++) {
			free(f->shm[k]);
			f->shm[k] = NULL;
		}
	}
	power_fail_at(d, 0);
}

void power_keep(power_disk *d)
{
	for (int i = 0; i < d->files; i++) {
		bytes_set(&d->file[i].kept, &d->file[i].now);
		d->file[i].kept_there = d->file[i].live;
	}
}

void power_return(power_disk *d)
{
	for (int i = 0; i < d->files; i++) {
		disk_file *f = &d->file[i];
		drop_pending(f);
		bytes_set(&f->now, &f->kept);
		bytes_set(&f->synced, &f->kept);
		f->live = f->durable = f->kept_there;
	}
	power_fail_at(d, 0);
}
