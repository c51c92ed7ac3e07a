/* Records what a process does to files of one folder, in order: preloaded, so the engine that ships is what writes.
 *
 * POWER_FOLDER: the folder. POWER_RECORD: where the record goes. A record is
 *   u8 operation, u16 length of the name, the name, i64 offset, u32 length of the data, the data
 * in the machine's byte order. Operations: 1 write, 2 sync, 3 truncate (to the offset), 4 remove. Kept to the calls that
 * SQLite makes of a file in its write-ahead mode; the shared-memory index is rebuilt by whoever opens next.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 1024
#define EXPORTED __attribute__((visibility("default")))

static char *names[MOST];
static int record = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void note(uint8_t operation, const char *name, int64_t offset, const void *data, uint32_t length) {
    ssize_t (*write_)(int, const void *, size_t) = real("write");
    uint16_t size = (uint16_t)strlen(name);
    if (record < 0) {
        int (*open_)(const char *, int, ...) = real("open");
        record = open_(getenv("POWER_RECORD"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    }
    pthread_mutex_lock(&lock);
    if (write_(record, &operation, 1) != 1 || write_(record, &size, 2) != 2 || write_(record, name, size) != size ||
        write_(record, &offset, 8) != 8 || write_(record, &length, 4) != 4 ||
        (length > 0 && write_(record, data, length) != (ssize_t)length))
        abort();
    pthread_mutex_unlock(&lock);
}

static int inside(const char *path, const char **name) {
    const char *folder = getenv("POWER_FOLDER");
    size_t size;
    if (folder == NULL || path == NULL) return 0;
    size = strlen(folder);
    if (strncmp(path, folder, size) != 0 || path[size] != '/') return 0;
    *name = path + size + 1;
    return strstr(*name, "-shm") == NULL;
}

static int opened(int fd, const char *path) {
    const char *name;
    if (fd >= 0 && fd < MOST && inside(path, &name)) {
        free(names[fd]);
        names[fd] = strdup(name);
    }
    return fd;
}

EXPORTED int open(const char *path, int flags, ...) {
    int (*call)(const char *, int, ...) = real("open");
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(call(path, flags, mode), path);
}

EXPORTED int open64(const char *path, int flags, ...) {
    int (*call)(const char *, int, ...) = real("open64");
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(call(path, flags, mode), path);
}

EXPORTED int close(int fd) {
    int (*call)(int) = real("close");
    if (fd >= 0 && fd < MOST && names[fd] != NULL) {
        free(names[fd]);
        names[fd] = NULL;
    }
    return call(fd);
}

EXPORTED ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    ssize_t (*call)(int, const void *, size_t, off64_t) = real("pwrite64");
    ssize_t done = call(fd, data, length, offset);
    if (done > 0 && fd < MOST && names[fd] != NULL) note(1, names[fd], offset, data, (uint32_t)done);
    return done;
}

EXPORTED ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    ssize_t (*call)(int, const void *, size_t, off_t) = real("pwrite");
    ssize_t done = call(fd, data, length, offset);
    if (done > 0 && fd < MOST && names[fd] != NULL) note(1, names[fd], offset, data, (uint32_t)done);
    return done;
}

EXPORTED ssize_t write(int fd, const void *data, size_t length) {
    ssize_t (*call)(int, const void *, size_t) = real("write");
    off_t at = fd >= 0 && fd < MOST && names[fd] != NULL ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = call(fd, data, length);
    if (done > 0 && fd >= 0 && fd < MOST && names[fd] != NULL) note(1, names[fd], at, data, (uint32_t)done);
    return done;
}

static int synced(const char *which, int fd) {
    int (*call)(int) = real(which);
    int done = call(fd);
    if (done == 0 && fd >= 0 && fd < MOST && names[fd] != NULL) note(2, names[fd], 0, NULL, 0);
    return done;
}

EXPORTED int fsync(int fd) { return synced("fsync", fd); }
EXPORTED int fdatasync(int fd) { return synced("fdatasync", fd); }

static int cut(const char *which, int fd, off_t length) {
    int (*call)(int, off_t) = real(which);
    int done = call(fd, length);
    if (done == 0 && fd >= 0 && fd < MOST && names[fd] != NULL) note(3, names[fd], length, NULL, 0);
    return done;
}

EXPORTED int ftruncate(int fd, off_t length) { return cut("ftruncate", fd, length); }
EXPORTED int ftruncate64(int fd, off64_t length) { return cut("ftruncate64", fd, length); }

EXPORTED int unlink(const char *path) {
    int (*call)(const char *) = real("unlink");
    const char *name;
    int done = call(path);
    if (done == 0 && inside(path, &name)) note(4, name, 0, NULL, 0);
    return done;
}
