// The record of what a program changed: entries one after another, each
//
//   operation   one byte:  C create a file   D make a folder   L make a symbolic link   H give a second name
//                          U remove a name   R rename          W write bytes            T set the size   S sync
//   subject     8 bytes:   the number of the file (its inode); 0 where a path says which
//   number      8 bytes:   mode (C, D), offset (W), size (T)
//   lengths     4 + 4:     of the two byte strings that follow: path and second path or target, or (W) the bytes
//
// all little-endian. An entry is written when the call has succeeded, under a lock that spans the call, so that the
// order is the order in which things happened.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Begins and ends a span in which no other thread changes files; both do nothing where nothing is recorded.
void begin_change(void);
void end_change(void);

// Whether changes are recorded.
int is_recording(void);

// Adds an entry; called between begin_change and end_change.
void record(char operation, uint64_t subject, uint64_t number, const void *first,
            size_t first_length, const void *second, size_t second_length);

// The number of an open file.
uint64_t number_of(int file);
