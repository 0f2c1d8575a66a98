import Foundation
import HTTP
import JSONText
package import PipelineModel

/// Tells the commands and servers that a definition names how a run ended; nothing that goes wrong here changes the run.
package struct Notifier: Sendable {
  private let notifications: [NotificationDefinition]
  private let secrets: SecretValues
  private let client: @Sendable (Double) -> HTTPClient

  /// A notifier for the `on` of a definition.
  ///
  /// - Parameter version: The program's version, by which servers know who tells them.
  package init(_ definition: PipelineDefinition, version: String) {
    notifications = definition.notifications
    secrets = SecretValues(definition.secrets)
    client = { seconds in
      var limits = HTTPLimits()
      limits.attemptSeconds = seconds
      limits.attempts = 3
      return HTTPClient(agent: "pcmflow/\(version)", limits: limits)
    }
  }

  /// Secrets that notifications need and that are not in the environment, a sentence each: better known when a run
  /// begins than when it has failed.
  package var missingSecrets: [String] {
    let needed = notifications.flatMap { notification -> [String] in
      guard case .webhook(let webhook) = notification.means else { return [] }
      return [webhook.addressSecret, webhook.tokenSecret].compactMap { $0 }
    }
    return Set(needed).sorted().filter { secrets[$0] == nil }.map { name in
      "a notification needs the secret \"\(name)\", and \(secrets.variable(name)) is not in the environment"
    }
  }

  /// Tells everybody who is waiting for this ending, one after the other. Call on the main thread.
  ///
  /// - Returns: What went wrong, in full sentences.
  package func tell(_ record: RunRecord) -> [String] {
    let event: NotificationDefinition.Event = record.status == .succeeded ? .succeeded : .failed
    return notifications.filter { $0.event == event }.compactMap { notification in
      switch notification.means {
      case .command(let arguments):
        run(arguments.map(\.text), record, notification.timeoutSeconds)
      case .webhook(let webhook): post(webhook, record, notification.timeoutSeconds)
      }
    }
  }

  /// Runs a command, which finds `PCMFLOW_RUN`, `PCMFLOW_PIPELINE` and `PCMFLOW_STATUS` in its environment.
  private func run(_ arguments: [String], _ record: RunRecord, _ seconds: Double) -> String? {
    let environment = ProcessInfo.processInfo.environment.merging([
      "PCMFLOW_RUN": record.runID, "PCMFLOW_PIPELINE": record.pipeline,
      "PCMFLOW_STATUS": record.status.rawValue,
    ]) { _, new in new }
    let subject = "the notification \"\(arguments[0])\""
    return
      switch ChildProcess.run(arguments, environment: environment, seconds: seconds)
    {
    case .code(0): nil
    case .code(127): "\(subject) could not be started: there is no such program"
    case .code(let code) where code > 128: "\(subject) was ended by signal \(code - 128)"
    case .code(let code): "\(subject) ended with code \(code)"
    case .timedOut: "\(subject) was ended after \(seconds) s, its \"timeout\""
    case .notStarted: "\(subject) could not be started"
    }
  }

  private func post(
    _ webhook: NotificationDefinition.Webhook, _ record: RunRecord, _ seconds: Double
  ) -> String? {
    let wanted = [webhook.addressSecret, webhook.tokenSecret].compactMap { $0 }
    if let missing = wanted.first(where: { secrets[$0] == nil }) {
      return "a webhook was not told: \(secrets.variable(missing)) is not in the environment"
    }
    let address = webhook.address ?? webhook.addressSecret.flatMap { secrets[$0] } ?? ""
    var request = HTTPRequest(.post, address)
    request.credentials = webhook.tokenSecret.flatMap { secrets[$0] }.map { .bearer($0) }
    request.headers = [("Content-Type", "application/json")]
    request.body = Array(RunSummary.json(record).compactText.utf8)
    do throws(HTTPError) {
      _ = try client(seconds).send(request)
      return nil
    } catch {
      return "a webhook was not told: \(error)"
    }
  }
}
