import HTTP
import JSONText

/// Sends resources to a server in Bundles and says what became of each (FHIR R4, 3.1.0.11).
package struct ResourcePush: Sendable {
  /// How a Bundle is taken.
  package enum Form: String, Sendable, CaseIterable {
    /// All of its entries, or none.
    case transaction
    /// Each entry by itself.
    case batch
  }

  /// What became of one resource.
  package struct Outcome: Sendable, Equatable {
    /// The status of HTTP.
    package var status: Int
    /// The id that it has on the server; nil where the server does not say.
    package var serverID: String?
    /// The version that it has there.
    package var version: String?
    /// What the server says first about it.
    package var issue: OperationOutcome.Issue?

    /// Whether it is there.
    package var isTaken: Bool { (200..<300).contains(status) }
  }

  private let server: FHIRServer
  private let form: Form
  private let mayRepeat: Bool

  /// A way to send.
  ///
  /// - Parameter mayRepeat: Whether a Bundle is sent again of which it is not known whether it arrived.
  package init(_ server: FHIRServer, as form: Form, mayRepeat: Bool) {
    self.server = server
    self.form = form
    self.mayRepeat = mayRepeat
  }

  /// Sends entries as one Bundle.
  ///
  /// - Returns: What became of each, in their order. A transaction that is refused is refused for all.
  /// - Throws: What keeps the server from answering for them at all.
  package func send(_ entries: [PushEntry]) throws(FHIRClientError) -> [Outcome] {
    var request = HTTPRequest(.post, server.base)
    request.headers = [
      ("Content-Type", "application/fhir+json"), ("Accept", "application/fhir+json"),
      ("Prefer", "return=minimal"),
    ]
    request.body =
      Array("{\"resourceType\":\"Bundle\",\"type\":\"\(form.rawValue)\",\"entry\":[".utf8)
    for (number, entry) in entries.enumerated() {
      if number > 0 { request.body.append(UInt8(ascii: ",")) }
      request.body += entry.json
    }
    request.body += Array("]}".utf8)
    var manner = FHIRServer.Manner()
    manner.mayRepeat = mayRepeat
    manner.accepts = [400, 404, 409, 410, 412, 422]
    let answer = try server.send(request, manner)
    guard (200..<300).contains(answer.status) else {
      let refused = Outcome(
        status: answer.status, issue: OperationOutcome(answer.body)?.issues.first)
      return Array(repeating: refused, count: entries.count)
    }
    guard let node = try? JSONParser.parse(answer.body), let list = node["entry"]?.elements,
      list.count == entries.count
    else {
      throw FHIRClientError(
        .badAnswer,
        "the server has taken a Bundle of \(entries.count) resources and does not say what became of each",
        remedy: "ask who runs the server")
    }
    return list.map { Outcome($0["response"]) }
  }
}

extension ResourcePush.Outcome {
  /// What a server says about one entry.
  fileprivate init(_ response: JSONNode?) {
    status = Int((response?["status"]?.string ?? "").prefix { $0.isNumber }) ?? 0
    issue = response?["outcome"].flatMap { OperationOutcome($0) }?.issues.first
    // […/]Type/id/_history/version
    var parts = (response?["location"]?.string ?? "").split(separator: "/")
    if parts.count >= 2, parts[parts.count - 2] == "_history" {
      version = String(parts.removeLast())
      parts.removeLast()
    }
    if parts.count >= 2 { serverID = parts.last.map(String.init) }
    if version == nil, let etag = response?["etag"]?.string {
      version = etag.split(separator: "\"").last.map(String.init)
    }
  }
}
