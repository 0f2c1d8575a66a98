package import HTTP

/// Why a FHIR server could not be used; names the server, never an address with its query nor anything of a resource.
package struct FHIRClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What callers may want to tell apart.
  package enum Code: Sendable, Equatable {
    /// Nobody answered, or only that they are busy, for as long as was waited: later it may go.
    case unavailable
    /// The server answers with a status that asking again does not change.
    case status(Int)
    /// What was sent back makes no sense.
    case badAnswer
    /// What was sent back is not all that was announced.
    case incomplete
    /// A key, a secret or an address cannot be used.
    case badSetting
    /// A file of the work folder cannot be written or read.
    case file
  }

  /// The cause.
  package var code: Code
  /// What happened, without a full stop.
  package var message: String
  /// What to do, without a full stop.
  package var remedy: String?

  /// An error.
  package init(_ code: Code, _ message: String, remedy: String? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// The failure that an exchange is after which there is no answer.
  package init(_ error: HTTPError) {
    let isPassing =
      switch error.code {
      case .unreachable, .timeout, .broken: true
      default: false
      }
    self.init(isPassing ? .unavailable : .badSetting, error.message)
  }

  /// What happened and what to do.
  package var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
