#define _GNU_SOURCE
#include "faults.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const kind_names[KINDS] = {"open",  "write",    "sync",   "rename", "link",
                                              "mkdir", "truncate", "unlink", "space",  "any"};
static const struct { const char *name; int number; } error_names[] = {
    {"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EDQUOT", EDQUOT}, {"EMFILE", EMFILE}};

static uint64_t own_counts[KINDS + 1];
static uint64_t *counts = own_counts;
static const char *folders;
static struct {
  int kind;
  uint64_t number;
  bool goes_on;
  enum outcome outcome;
  int error;
} fault = {.kind = -1};

static void read_fault(const char *text) {
  char kind[16], what[16], plus[2] = "";
  unsigned long long number;
  if (sscanf(text, "%15[^:]:%llu%1[+]:%15s", kind, &number, plus, what) != 4
      && sscanf(text, "%15[^:]:%llu:%15s", kind, &number, what) != 3)
    abort();
  for (int k = 0; k < KINDS; k++)
    if (strcmp(kind, kind_names[k]) == 0) fault.kind = k;
  fault.number = number;
  fault.goes_on = plus[0] == '+';
  fault.outcome = strcmp(what, "short") == 0       ? SHORT
                  : strcmp(what, "torn") == 0      ? TORN
                  : strcmp(what, "kill") == 0      ? KILL
                  : strcmp(what, "killafter") == 0 ? KILL_AFTER
                                                   : FAIL;
  for (size_t i = 0; i < sizeof error_names / sizeof *error_names; i++)
    if (strcmp(what, error_names[i].name) == 0) fault.error = error_names[i].number;
  if (fault.kind < 0 || (fault.outcome == FAIL && fault.error == 0)) abort();
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULTYIO_COUNTS");
  if (path) {
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || syscall(SYS_ftruncate, file, sizeof own_counts) != 0) abort();
    void *memory = mmap(NULL, sizeof own_counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) abort();
    counts = memory;
    close(file);
  }
  const char *text = getenv("FAULTYIO_FAULT");
  if (text && *text) read_fault(text);
  folders = getenv("FAULTYIO_FOLDERS");
}

_Noreturn void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static bool is_due(int kind) {
  uint64_t number = __atomic_add_fetch(&counts[kind], 1, __ATOMIC_RELAXED);
  return fault.kind == kind && (number == fault.number || (fault.goes_on && number > fault.number));
}

enum outcome outcome_of(enum kind kind, bool takes_space) {
  bool is_hit = is_due(kind);
  if (takes_space && is_due(SPACE)) is_hit = true;
  if (is_due(ANY)) is_hit = true;
  if (!is_hit) return PASS;
  __atomic_add_fetch(&counts[KINDS], 1, __ATOMIC_RELAXED);
  if (fault.outcome == KILL) die();
  if (fault.outcome == FAIL) errno = fault.error;
  return fault.outcome;
}

static bool is_in_folders(const char *path) {
  for (const char *folder = folders; folder && *folder;) {
    size_t length = strcspn(folder, ":");
    if (strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0))
      return true;
    folder += length;
    if (*folder == ':') folder++;
  }
  return false;
}

bool is_watched_file(int file, char *absolute) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = folders ? readlink(link, absolute, PATH_MAX - 1) : -1;
  if (length <= 0) return false;
  absolute[length] = 0;
  return is_in_folders(absolute);
}

bool is_watched(int folder, const char *path, char *absolute) {
  if (!folders || !path) return false;
  if (path[0] == '/') {
    if (strlen(path) >= PATH_MAX) return false;
    strcpy(absolute, path);
  } else {
    char start[PATH_MAX];
    if (folder == AT_FDCWD) {
      if (!getcwd(start, sizeof start)) return false;
    } else {
      char link[32];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t length = readlink(link, start, sizeof start - 1);
      if (length <= 0) return false;
      start[length] = 0;
    }
    if (snprintf(absolute, PATH_MAX, "%s/%s", start, path) >= PATH_MAX) return false;
  }
  size_t length = strlen(absolute);
  while (length > 1 && absolute[length - 1] == '/') absolute[--length] = 0;
  return is_in_folders(absolute);
}
