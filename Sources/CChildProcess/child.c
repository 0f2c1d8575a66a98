#define _GNU_SOURCE
#include "include/CChildProcess.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// How the minder tells its parent that the time was up; no exit code of a command can be mistaken for a signal's.
#define TIME_IS_UP SIGALRM

// All that runs between fork and exec calls only what POSIX calls async-signal-safe: the program has threads.

static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++)
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
}

static _Noreturn void run_command(const char *path, char *const *arguments,
                                  char *const *environment, pid_t minder) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != minder) _exit(127);
  setpgid(0, 0);
  int empty = open("/dev/null", O_RDONLY);
  if (empty >= 0) dup2(empty, 0);
  if (empty > 2) close(empty);
  // What the program itself prints is for machines.
  dup2(2, 1);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(path, arguments, environment);
  _exit(127);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Waits until the command ends, the time is up, or the parent is gone; then nothing of the group is left.
static _Noreturn void mind(const char *path, char *const *arguments, char *const *environment,
                           double seconds, pid_t parent) {
  reset_signals();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  setpgid(0, 0);
  // The lock of a run is among the open files; it must not live on in here. Kernels before 5.9 close one by one.
  if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0)
    for (int file = 3; file < 4096; file++) close(file);
  pid_t minder = getpid();
  pid_t command = fork();
  if (command < 0) _exit(127);
  if (command == 0) run_command(path, arguments, environment, minder);
  setpgid(command, command);
  sigset_t waited;
  sigemptyset(&waited);
  sigaddset(&waited, SIGCHLD);
  sigaddset(&waited, SIGTERM);
  double end = now() + seconds;
  int status = 0, is_late = 0;
  for (;;) {
    double left = end - now();
    if (left <= 0) {
      is_late = 1;
      break;
    }
    time_t whole = (time_t)left;
    struct timespec wait = {.tv_sec = whole, .tv_nsec = (long)((left - (double)whole) * 1e9)};
    int number = sigtimedwait(&waited, NULL, &wait);
    if (number == SIGTERM) break;
    if (number == SIGCHLD) {
      pid_t ended = waitpid(command, &status, WNOHANG);
      if (ended == command) break;
    }
  }
  if (is_late) {
    // It may clear up; what does not end is killed.
    kill(-command, SIGTERM);
    struct timespec grace = {.tv_sec = 2};
    sigtimedwait(&waited, NULL, &grace);
  }
  kill(-command, SIGKILL);
  if (is_late) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    kill(getpid(), TIME_IS_UP);
  }
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int pcmflow_child_run(const char *path, char *const *arguments, char *const *environment,
                      double seconds) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  pid_t minder = fork();
  if (minder == 0) mind(path, arguments, environment, seconds, parent);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (minder < 0) return -error;
  int status;
  while (waitpid(minder, &status, 0) < 0)
    if (errno != EINTR) return -errno;
  if (WIFSIGNALED(status))
    return WTERMSIG(status) == TIME_IS_UP ? PCMFLOW_CHILD_TIMED_OUT : 128 + WTERMSIG(status);
  return WEXITSTATUS(status);
}
