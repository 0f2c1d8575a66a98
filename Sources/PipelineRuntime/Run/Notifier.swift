import Foundation
package import PipelineModel

/// Runs the commands that a definition wants told how a run ended.
package enum Notifier {
  /// Runs each command that is waiting for this ending.
  ///
  /// The command finds `PCMFLOW_RUN`, `PCMFLOW_PIPELINE` and `PCMFLOW_STATUS` in its environment, nothing else of ours.
  /// - Returns: What went wrong, in full sentences; a failing command changes nothing about the run.
  package static func tell(
    _ notifications: [NotificationDefinition], _ record: RunRecord
  ) -> [String] {
    let event: NotificationDefinition.Event = record.status == .succeeded ? .succeeded : .failed
    return notifications.filter { $0.event == event }.compactMap { notification in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = notification.arguments.map(\.text)
      process.environment = ProcessInfo.processInfo.environment.merging([
        "PCMFLOW_RUN": record.runID, "PCMFLOW_PIPELINE": record.pipeline,
        "PCMFLOW_STATUS": record.status.rawValue,
      ]) { _, new in new }
      do {
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
          ? nil
          : "the notification \"\(notification.arguments[0].text)\" ended with code \(process.terminationStatus)"
      } catch {
        return "the notification \"\(notification.arguments[0].text)\" could not be started"
      }
    }
  }
}
