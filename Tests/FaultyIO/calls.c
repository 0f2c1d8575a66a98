// The calls that stand in for those of the C library. Each looks whether its path is watched, counts itself, fails or
// dies when its turn has come, and otherwise does what it is called for, and writes it down.
#define _GNU_SOURCE
#include "faults.h"
#include "record.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Names in the C library that take the place of another.
#define SAME_AS(name) __attribute__((alias(#name)))

// A call whose only results are success and failure: counts it, does it, writes it down.
#define CHANGE(kind, takes_space, call, entry)                 \
  do {                                                         \
    enum outcome what = outcome_of(kind, takes_space);         \
    if (what == FAIL) return -1;                               \
    if (what == TORN) die();                                   \
    begin_change();                                            \
    int result = (int)(call);                                  \
    int error = errno;                                         \
    if (result == 0) { entry; }                                \
    end_change();                                              \
    if (what == KILL_AFTER) die();                             \
    errno = error;                                             \
    return result;                                             \
  } while (0)

static int open_watched(int folder, const char *path, int flags, mode_t mode, const char *full) {
  bool is_new = (flags & O_CREAT) && faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
  enum outcome what = outcome_of(OPEN, is_new);
  if (what == FAIL) return -1;
  if (what == TORN) die();
  begin_change();
  int file = (int)syscall(SYS_openat, folder, path, flags, mode);
  int error = errno;
  if (file >= 0 && is_recording()) {
    struct stat status;
    fstat(file, &status);
    if (is_new) record('C', status.st_ino, status.st_mode & 07777, full, strlen(full), "", 0);
    else if (flags & O_TRUNC) record('T', status.st_ino, 0, "", 0, "", 0);
  }
  end_change();
  if (what == KILL_AFTER) die();
  errno = error;
  return file;
}

static int open_any(int folder, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  // 64-bit systems need no flag for large files, but the call is made past the library that would add it.
  if (is_watched(folder, path, full)) return open_watched(folder, path, flags, mode, full);
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE_ARGUMENT(last)                                    \
  mode_t mode = 0;                                             \
  if (flags & (O_CREAT | __O_TMPFILE)) {                       \
    va_list list;                                              \
    va_start(list, last);                                      \
    mode = va_arg(list, mode_t);                               \
    va_end(list);                                              \
  }

int open(const char *path, int flags, ...) {
  MODE_ARGUMENT(flags)
  return open_any(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) SAME_AS(open);
int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) SAME_AS(__open_2);
int openat(int folder, const char *path, int flags, ...) {
  MODE_ARGUMENT(flags)
  return open_any(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) SAME_AS(openat);
int creat(const char *path, mode_t mode) {
  return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *path, mode_t mode) SAME_AS(creat);

// `offset` is negative for a write at the file's own position.
static ssize_t write_any(int file, const void *bytes, size_t count, off_t offset) {
  char full[PATH_MAX];
  bool has_place = offset >= 0;
  if (!is_watched_file(file, full))
    return has_place ? syscall(SYS_pwrite64, file, bytes, count, offset)
                     : syscall(SYS_write, file, bytes, count);
  enum outcome what = outcome_of(WRITE, true);
  if (what == FAIL) return -1;
  if ((what == SHORT || what == TORN) && count > 1) count /= 2;
  begin_change();
  if (!has_place && is_recording()) {
    bool appends = fcntl(file, F_GETFL) & O_APPEND;
    struct stat status;
    offset = appends && fstat(file, &status) == 0 ? status.st_size : lseek(file, 0, SEEK_CUR);
  }
  ssize_t result = has_place ? syscall(SYS_pwrite64, file, bytes, count, offset)
                             : syscall(SYS_write, file, bytes, count);
  int error = errno;
  if (result > 0 && is_recording())
    record('W', number_of(file), (uint64_t)offset, bytes, (size_t)result, "", 0);
  end_change();
  if (what == TORN || what == KILL_AFTER) die();
  errno = error;
  return result;
}

ssize_t write(int file, const void *bytes, size_t count) { return write_any(file, bytes, count, -1); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return write_any(file, bytes, count, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) SAME_AS(pwrite);

// A caller of writev must be ready for a part of it being written, so the first part will do.
ssize_t writev(int file, const struct iovec *parts, int count) {
  char full[PATH_MAX];
  if (!is_watched_file(file, full)) return syscall(SYS_writev, file, parts, count);
  for (int i = 0; i < count; i++)
    if (parts[i].iov_len > 0) return write_any(file, parts[i].iov_base, parts[i].iov_len, -1);
  return 0;
}

static int sync_any(int file, long number) {
  char full[PATH_MAX];
  if (!is_watched_file(file, full)) return (int)syscall(number, file);
  CHANGE(SYNC, false, syscall(number, file), record('S', number_of(file), 0, "", 0, "", 0));
}
int fsync(int file) { return sync_any(file, SYS_fsync); }
int fdatasync(int file) { return sync_any(file, SYS_fdatasync); }

int ftruncate(int file, off_t size) {
  char full[PATH_MAX];
  if (!is_watched_file(file, full)) return (int)syscall(SYS_ftruncate, file, size);
  CHANGE(TRUNCATE, true, syscall(SYS_ftruncate, file, size),
         record('T', number_of(file), (uint64_t)size, "", 0, "", 0));
}
int ftruncate64(int file, off_t size) SAME_AS(ftruncate);

int renameat2(int folder, const char *path, int to_folder, const char *to, unsigned flags) {
  char full[PATH_MAX], to_full[PATH_MAX];
  bool is_one = is_watched(folder, path, full), is_other = is_watched(to_folder, to, to_full);
  if (!is_one && !is_other) return (int)syscall(SYS_renameat2, folder, path, to_folder, to, flags);
  CHANGE(RENAME, false, syscall(SYS_renameat2, folder, path, to_folder, to, flags),
         record('R', 0, 0, full, strlen(full), to_full, strlen(to_full)));
}
int renameat(int folder, const char *path, int to_folder, const char *to) {
  return renameat2(folder, path, to_folder, to, 0);
}
int rename(const char *path, const char *to) {
  return renameat2(AT_FDCWD, path, AT_FDCWD, to, 0);
}

static uint64_t number_at(int folder, const char *path) {
  struct stat status;
  return fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

int linkat(int folder, const char *path, int to_folder, const char *to, int flags) {
  char full[PATH_MAX];
  if (!is_watched(to_folder, to, full))
    return (int)syscall(SYS_linkat, folder, path, to_folder, to, flags);
  CHANGE(LINK, true, syscall(SYS_linkat, folder, path, to_folder, to, flags),
         record('H', number_at(to_folder, to), 0, full, strlen(full), "", 0));
}
int link(const char *path, const char *to) { return linkat(AT_FDCWD, path, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int folder, const char *path) {
  char full[PATH_MAX];
  if (!is_watched(folder, path, full)) return (int)syscall(SYS_symlinkat, target, folder, path);
  CHANGE(LINK, true, syscall(SYS_symlinkat, target, folder, path),
         record('L', number_at(folder, path), 0, full, strlen(full), target, strlen(target)));
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }

int mkdirat(int folder, const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!is_watched(folder, path, full)) return (int)syscall(SYS_mkdirat, folder, path, mode);
  CHANGE(MKDIR, true, syscall(SYS_mkdirat, folder, path, mode),
         record('D', number_at(folder, path), mode & 07777, full, strlen(full), "", 0));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int folder, const char *path, int flags) {
  char full[PATH_MAX];
  if (!is_watched(folder, path, full)) return (int)syscall(SYS_unlinkat, folder, path, flags);
  CHANGE(UNLINK, false, syscall(SYS_unlinkat, folder, path, flags),
         record('U', 0, 0, full, strlen(full), "", 0));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  int result = unlinkat(AT_FDCWD, path, 0);
  return result != 0 && (errno == EISDIR || errno == EPERM) ? rmdir(path) : result;
}
