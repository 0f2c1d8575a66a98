// What is asked of the library, in environment variables:
//
//   FAULTYIO_FOLDERS=/a:/b        the folders that are watched; calls on other paths pass untouched
//   FAULTYIO_COUNTS=FILE          a file of counters: how many calls of each kind there were, 64-bit numbers in the
//                                 order of `enum kind`, then how many faults were injected; it outlives a kill
//   FAULTYIO_FAULT=KIND:N:WHAT    what happens at the N-th call of a kind:
//                                   ENOSPC, EIO, EDQUOT, EMFILE   the call fails with that error
//                                   short      a write takes half of its bytes; other calls pass
//                                   torn       half of a write is done, then the process is killed
//                                   kill       the process is killed before the call, as by SIGKILL
//                                   killafter  the process is killed after it
//                                 with `+` behind N, at that call and at all that follow
//   FAULTYIO_RECORD=FILE          every change is written down there, in the order in which it happened (record.h)
#pragma once
#include <stdbool.h>

// Kinds of calls. `SPACE` is every call that needs room on the disk, `ANY` every call.
enum kind { OPEN, WRITE, SYNC, RENAME, LINK, MKDIR, TRUNCATE, UNLINK, SPACE, ANY, KINDS };

enum outcome { PASS, FAIL, SHORT, TORN, KILL, KILL_AFTER };

// Counts a call and says what becomes of it; with FAIL, errno is set.
enum outcome outcome_of(enum kind kind, bool takes_space);

// Ends the process as SIGKILL does.
_Noreturn void die(void);

// Whether a path, relative to an open folder or the current one, is watched; `absolute` gets its full form.
bool is_watched(int folder, const char *path, char *absolute);

// Whether an open file is watched; `absolute` gets a path of it.
bool is_watched_file(int file, char *absolute);
