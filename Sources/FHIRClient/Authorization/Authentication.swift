/// What proves to a FHIR server who asks; holds the secrets themselves, so it is never printed.
package enum Authentication: Sendable {
  /// Nothing.
  case none
  /// A token that somebody else has got.
  case bearer(String)
  /// A name and a password.
  case basic(user: String, password: String)
  /// A key of our own: tokens are asked for as they are needed.
  case backend(BackendServices)
}

/// A client of SMART Backend Services (SMART App Launch 2, Backend Services).
package struct BackendServices: Sendable {
  /// The name under which the server knows the client.
  package let clientID: String
  /// What it asks for, such as `system/*.rs`.
  package let scope: String
  /// Its key.
  package let key: SigningKey

  /// A client.
  package init(clientID: String, scope: String, key: SigningKey) {
    self.clientID = clientID
    self.scope = scope
    self.key = key
  }
}
