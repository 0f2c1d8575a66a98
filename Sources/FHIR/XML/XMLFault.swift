/// Why an XML resource cannot be written as JSON; never quotes it.
struct XMLFault: Error {
  /// The rule that is broken.
  let rule: ResourceFault.Rule
  /// What is wrong.
  let message: String

  static func element(_ message: String) -> XMLFault { XMLFault(rule: .element, message: message) }
}
