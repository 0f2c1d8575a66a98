import Foundation
package import PipelineModel

/// Runs the commands that a definition wants told how a run ended.
package enum Notifier {
  /// How long a command may take: while it runs, the run holds its lock.
  private static let seconds = 300.0

  /// Runs each command that is waiting for this ending.
  ///
  /// The command finds `PCMFLOW_RUN`, `PCMFLOW_PIPELINE` and `PCMFLOW_STATUS` in its environment, nothing else of ours.
  /// - Returns: What went wrong, in full sentences; a failing command changes nothing about the run.
  package static func tell(
    _ notifications: [NotificationDefinition], _ record: RunRecord
  ) -> [String] {
    let event: NotificationDefinition.Event = record.status == .succeeded ? .succeeded : .failed
    return notifications.filter { $0.event == event }.compactMap { notification in
      let environment = ProcessInfo.processInfo.environment.merging([
        "PCMFLOW_RUN": record.runID, "PCMFLOW_PIPELINE": record.pipeline,
        "PCMFLOW_STATUS": record.status.rawValue,
      ]) { _, new in new }
      let name = "the notification \"\(notification.arguments[0].text)\""
      let ending = ChildProcess.run(
        notification.arguments.map(\.text), environment: environment, seconds: seconds)
      return switch ending {
      case .code(0): nil
      case .code(let code): "\(name) ended with code \(code)"
      case .timedOut: "\(name) took longer than \(Int(seconds)) s and was killed"
      case .notStarted: "\(name) could not be started"
      }
    }
  }
}
