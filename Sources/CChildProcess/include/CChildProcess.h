#pragma once

/// What `pcmflow_child_run` gives for a command that was stopped because its time was up.
#define PCMFLOW_CHILD_TIMED_OUT 256

/// Runs a command to its end in a process group of its own.
///
/// The command and what it starts never outlive the caller: when the calling process ends in any way, SIGKILL
/// included, or the command itself ends, or its time is up, all that is left of its group is killed. A minder process
/// between caller and command sees to it. The command gets an empty standard input, the caller's standard error for both outputs, and signals
/// as they are by default; it inherits no open file. The calling thread waits.
///
/// @param path  The executable.
/// @param arguments  Its arguments, the first one its name, NULL at the end.
/// @param environment  Its environment as NAME=value, NULL at the end.
/// @param seconds  How long it may take; then it is asked to end, and killed two seconds later.
/// @return Its exit code; 128 and the signal's number when a signal ended it; 127 when it cannot be executed;
///   PCMFLOW_CHILD_TIMED_OUT; or a negative errno when no process could be started.
int pcmflow_child_run(const char *path, char *const *arguments, char *const *environment,
                      double seconds);
