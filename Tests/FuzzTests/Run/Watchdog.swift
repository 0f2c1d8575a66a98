import Foundation
import Synchronization

/// Ends the process when one input takes too long: the only way out of code that does not end.
final class Watchdog: Sendable {
  /// When the current input began, in seconds of the monotonic clock; 0 between inputs.
  private let began = Atomic<Int>(0)

  /// Watches from a thread of its own.
  ///
  /// - Parameter notice: A file that is written before the process ends.
  init(seconds: Int, notice: String) {
    Thread.detachNewThread { [self] in
      while true {
        usleep(200_000)
        let start = began.load(ordering: .relaxed)
        guard start > 0, Self.now() - start > seconds else { continue }
        try? Data("took more than \(seconds) s".utf8).write(to: URL(filePath: notice))
        abort()
      }
    }
  }

  func begin() { began.store(max(Self.now(), 1), ordering: .relaxed) }
  func end() { began.store(0, ordering: .relaxed) }

  private static func now() -> Int { monotonicSeconds() }
}

/// Whole seconds of the monotonic clock.
private func monotonicSeconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec
}

/// The most memory that this process has had, as the kernel counts it.
enum PeakMemory {
  /// MiB resident at most since the process began, or since ``forget()``; 0 where nobody says.
  static func current() -> Int {
    let file = open("/proc/self/status", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    let text = buffer.prefix(max(count, 0))
    guard let start = text.firstRange(of: Array("VmHWM:".utf8))?.upperBound else { return 0 }
    let digits = text[start...].drop { $0 <= 0x20 }.prefix { $0 &- 0x30 <= 9 }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } / 1024
  }

  /// Lets the peak begin anew, so that the next one is found as well.
  static func forget() {
    let file = open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = write(file, "5", 1)
    close(file)
  }
}
