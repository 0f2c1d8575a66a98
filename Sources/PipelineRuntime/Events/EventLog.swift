import ByteIO
import Foundation
import JSONText
package import PipelineModel
import Synchronization

/// Appends events to `events.jsonl` of the run, one object a line.
package final class EventLog: EventSink {
  private struct State {
    var file: AppendingFile?
    var buffer: [UInt8] = []
  }

  private let state: Mutex<State>

  /// Creates the file.
  package init(path: String) throws(StageError) {
    let file = try ArtifactWriter.io { () throws(ByteIOError) in try AppendingFile(path: path) }
    state = Mutex(State(file: file))
  }

  /// Appends one event; what matters for a later look (a failure, the end) is written at once.
  package func take(_ event: RunEvent) {
    let line = event.json(time: Self.timestamp()).compactText + "\n"
    state.withLock { state in
      state.buffer += Array(line.utf8)
      let isUrgent =
        switch event {
        case .taskBegan, .taskFinished: false
        default: true
        }
      if isUrgent || state.buffer.count > 1 << 15 { Self.flush(&state) }
    }
  }

  /// Writes what is left and closes the file.
  package func close() {
    state.withLock { state in
      Self.flush(&state)
      try? state.file?.close(isDurable: false)
      state.file = nil
    }
  }

  private static func flush(_ state: inout State) {
    // The log helps people; a disk that is full fails the run where it commits.
    try? state.file?.append(state.buffer)
    state.buffer.removeAll(keepingCapacity: true)
  }

  /// The present in UTC to the millisecond, RFC 3339.
  package static func timestamp() -> String {
    let milliseconds = Int(Date.now.timeIntervalSince1970 * 1000)
    let second = milliseconds / 1000
    // Putting a date into words costs more than a small task: it is done once a second.
    let prefix = latestSecond.withLock { latest in
      if latest.second != second {
        let style = Date.ISO8601FormatStyle.iso8601.year().month().day().time(
          includingFractionalSeconds: false)
        latest = (second, Date(timeIntervalSince1970: Double(second)).formatted(style))
      }
      return latest.text
    }
    let fraction = String(milliseconds % 1000)
    return "\(prefix).\(String(repeating: "0", count: 3 - fraction.utf8.count))\(fraction)Z"
  }

  private static let latestSecond = Mutex<(second: Int, text: String)>((-1, ""))
}
