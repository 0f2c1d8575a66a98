import CProcess
import Glibc

/// Runs another program to its end: no shell, a process group of its own, a limit on its time.
///
/// The program is killed when the thread that called ends, so call from a thread that lives as long as ours does.
enum ChildProcess {
  /// How a program has ended.
  enum Outcome: Equatable {
    /// It ended by itself, with a code.
    case exited(Int32)
    /// A signal ended it.
    case killed(Int32)
    /// It took longer than allowed and was ended with its whole group.
    case timedOut
    /// It could not be started; what the system says.
    case notStarted(String)
  }

  private static let pollMicroseconds: UInt32 = 10_000
  private static let graceSeconds = 2.0

  /// Runs a program; its standard input is empty, and what it writes goes to our standard error.
  ///
  /// - Parameters:
  ///   - arguments: The program, which is looked for along `PATH`, and its arguments.
  ///   - environment: All that it finds in its environment.
  static func run(
    _ arguments: [String], environment: [String: String], timeoutSeconds: Double
  ) -> Outcome {
    // SAFETY: the path is a constant.
    let input = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(input) }
    let child = start(arguments, environment.map { "\($0.key)=\($0.value)" }, input)
    guard child > 0 else {
      // SAFETY: strerror's text is copied at once.
      return .notStarted(unsafe String(cString: strerror(errno)))
    }
    if let outcome = wait(child, seconds: timeoutSeconds) { return outcome }
    kill(-child, SIGTERM)
    let reaped = wait(child, seconds: graceSeconds) != nil
    // What the program itself has started may have outlived it.
    kill(-child, SIGKILL)
    if !reaped { _ = wait(child, seconds: .infinity) }
    return .timedOut
  }

  private static func start(
    _ arguments: [String], _ environment: [String], _ input: Int32
  ) -> pid_t {
    // SAFETY: each text is copied by strdup, lives until the child has begun its own program, and is freed once; both
    // lists end with a null pointer.
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
    let child = unsafe pcmflow_start(&argv, &envp, input)
    let reason = errno
    unsafe (argv + envp).forEach { unsafe free($0) }
    errno = reason
    return child
  }

  /// Waits for a child; nil where it still runs after so many seconds.
  private static func wait(_ child: pid_t, seconds: Double) -> Outcome? {
    let start = ContinuousClock.now
    while true {
      var status: Int32 = 0
      // SAFETY: the result goes into a local.
      let result = unsafe waitpid(child, &status, WNOHANG)
      if result == child {
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
      }
      if result < 0, errno != EINTR { return .exited(0) }
      if seconds.isFinite, start.duration(to: .now) > .seconds(seconds) { return nil }
      usleep(pollMicroseconds)
    }
  }
}
