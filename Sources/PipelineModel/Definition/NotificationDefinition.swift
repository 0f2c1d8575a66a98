/// A command or server that is told how a run ended.
package struct NotificationDefinition: Sendable {
  /// When it is told.
  package enum Event: String, Sendable, CaseIterable {
    case failed, succeeded
  }

  /// How it is told.
  package enum Means: Sendable {
    /// A program and its arguments.
    case command([Located])
    /// A server that takes JSON.
    case webhook(Webhook)
  }

  /// A server that takes JSON by `POST`.
  package struct Webhook: Sendable {
    /// Its address, where the definition gives it.
    package var address: String?
    /// The name of the secret that is its address, otherwise.
    package var addressSecret: String?
    /// The name of the secret that proves who tells.
    package var tokenSecret: String?

    /// A server.
    package init(address: String?, addressSecret: String?, tokenSecret: String?) {
      self.address = address
      self.addressSecret = addressSecret
      self.tokenSecret = tokenSecret
    }
  }

  /// When it is told.
  package var event: Event
  /// How it is told.
  package var means: Means
  /// The longest that telling may take, in seconds: of a command as a whole, of a server for each attempt.
  package var timeoutSeconds: Double

  /// A notification.
  package init(event: Event, means: Means, timeoutSeconds: Double) {
    self.event = event
    self.means = means
    self.timeoutSeconds = timeoutSeconds
  }
}
