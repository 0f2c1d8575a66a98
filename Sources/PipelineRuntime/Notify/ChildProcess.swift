import CChildProcess
import Foundation

/// Commands that never outlive the program, not even when it is killed.
package enum ChildProcess {
  /// How a command ended.
  package enum Ending: Sendable, Equatable {
    /// With an exit code; 127 where there is no such command, 128 and more after a signal.
    case code(Int32)
    /// It took too long and was killed.
    case timedOut
    /// The system would start no process; the number of the error.
    case notStarted(Int32)
  }

  /// Runs a command to its end, on the calling thread; it is looked up in `PATH`.
  ///
  /// What it has started and left behind is killed when it ends.
  /// - Parameters:
  ///   - arguments: The command and its arguments.
  ///   - environment: All of its environment.
  ///   - seconds: How long it may take.
  package static func run(
    _ arguments: [String], environment: [String: String], seconds: Double
  ) -> Ending {
    let words = ["/usr/bin/env"] + arguments
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    // SAFETY: both lists end with a null pointer, and they and their texts live until the call returns.
    let code = unsafe withTexts(words) { words in
      unsafe withTexts(variables) { variables in
        unsafe pcmflow_child_run("/usr/bin/env", words, variables, seconds)
      }
    }
    if code < 0 { return .notStarted(-code) }
    return code == PCMFLOW_CHILD_TIMED_OUT ? .timedOut : .code(code)
  }

  /// Hands over texts as C has them, with a null pointer at the end.
  private static func withTexts(
    _ texts: [String],
    _ work: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    // SAFETY: each copy is owned by `copies` until `work` has returned, and freed once.
    var copies = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe copies.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return -ENOMEM }
      return unsafe work(UnsafePointer(start))
    }
  }
}
