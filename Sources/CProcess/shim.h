#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// Starts a program in a process group of its own. It is killed when the thread that started it ends, hence with the
// whole program, however that ends. Its standard input is `input`; what it writes goes to standard error.
//
// Between fork and exec only functions are called that are safe there in a program with threads (signal-safety(7);
// execvpe of the GNU library allocates nothing).
//
// Returns the process, or -1 with errno where it could not be started: also when the program itself was not found.
static inline pid_t pcmflow_start(char *const arguments[], char *const environment[], int input) {
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0) return -1;
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    struct sigaction plain = {0};
    sigset_t none;
    plain.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &plain, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    if (dup2(input, 0) >= 0 && dup2(2, 1) >= 0) execvpe(arguments[0], arguments, environment);
    int reason = errno;
    ssize_t written = write(failure[1], &reason, sizeof reason);
    _exit(written == sizeof reason ? 127 : 126);
  }
  int reason = child < 0 ? errno : 0;
  close(failure[1]);
  if (child > 0) {
    ssize_t count;
    do count = read(failure[0], &reason, sizeof reason);
    while (count < 0 && errno == EINTR);
    if (count != sizeof reason) reason = 0;
    // Both sides set the group, so that it is there whichever comes first.
    setpgid(child, child);
  }
  close(failure[0]);
  if (reason == 0) return child;
  if (child > 0) waitpid(child, 0, 0);
  errno = reason;
  return -1;
}
