package import JSONText

/// How a resource is put on a server so that doing it twice changes nothing.
package enum UpsertRule: String, Sendable, CaseIterable {
  /// Under its own id: `PUT Type/id`.
  case id
  /// In the place of the one with its first identifier: `PUT Type?identifier=…` (conditional update).
  case identifier
  /// Only where none has its first identifier: `POST Type` with `ifNoneExist` (conditional create).
  case create
}

/// A resource as an entry of a Bundle that is sent.
package struct PushEntry: Sendable {
  /// Why a resource cannot be sent.
  package enum Refusal: String, Error, Sendable {
    /// It has no type, or no id where it is sent under its id.
    case id
    /// It has no identifier with a value.
    case identifier
    /// It has no version to be compared.
    case version
  }

  /// The type of the resource.
  package let type: String
  /// Its id; nil where it has none.
  package let id: String?
  /// `PUT` or `POST`.
  package let method: String
  /// The entry as JSON.
  package let json: [UInt8]

  private static let names = (
    type: JSONName("resourceType"), id: JSONName("id"), meta: JSONName("meta"),
    version: JSONName("versionId"), identifier: JSONName("identifier"), value: JSONName("value"),
    system: JSONName("system")
  )

  /// The entry for the resource at a position of an index.
  ///
  /// - Parameters:
  ///   - base: The server's base, for the entry's full URL.
  ///   - comparesVersion: Whether the server must have the version that the resource names (`If-Match`).
  package init(
    _ root: Int, _ index: JSONIndex, in text: Span<UInt8>, rule: UpsertRule, base: String,
    comparesVersion: Bool
  ) throws(Refusal) {
    func string(_ name: JSONName, of object: Int) -> String? {
      guard let position = index.member(name, of: object, in: text),
        index.entries[position].kind == .string
      else { return nil }
      return index.string(position, in: text)
    }
    guard let type = string(Self.names.type, of: root) else { throw .id }
    let id = string(Self.names.id, of: root)
    var request: [(String, JSONNode)] = []
    switch rule {
    case .id:
      guard let id else { throw .id }
      request = [("method", "PUT"), ("url", .text("\(type)/\(id)"))]
      if comparesVersion {
        let meta = index.member(Self.names.meta, of: root, in: text)
        guard let version = meta.flatMap({ string(Self.names.version, of: $0) }) else {
          throw .version
        }
        request.append(("ifMatch", .text("W/\"\(version)\"")))
      }
    case .identifier, .create:
      guard let token = Self.identifier(of: root, index, text) else { throw .identifier }
      request =
        rule == .create
        ? [("method", "POST"), ("url", .text(type)), ("ifNoneExist", .text(token))]
        : [("method", "PUT"), ("url", .text("\(type)?\(token)"))]
    }
    self.type = type
    self.id = id
    method = request[0].1.string ?? ""
    var json = Array("{".utf8)
    if let id {
      json += Array("\"fullUrl\":\(JSONNode.text("\(base)/\(type)/\(id)").compactText),".utf8)
    }
    json += Array("\"resource\":".utf8)
    Self.append(root, index, text, withID: rule == .id, to: &json)
    json += Array(",\"request\":\(JSONNode.object(request).compactText)}".utf8)
    self.json = json
  }

  /// The search that finds a resource by its first identifier with a value.
  private static func identifier(
    of root: Int, _ index: JSONIndex, _ text: Span<UInt8>
  ) -> String? {
    guard let list = index.member(names.identifier, of: root, in: text) else { return nil }
    for item in index.children(of: list) {
      guard let value = index.member(names.value, of: item, in: text) else { continue }
      let system = index.member(names.system, of: item, in: text)
        .map { QueryText.escaped(index.string($0, in: text)) }
      let token = QueryText.escaped(index.string(value, in: text))
      return "identifier=" + (system.map { "\($0)%7C" } ?? "") + token
    }
    return nil
  }

  /// The members of a resource as they stand; the id is left out where the server gives one.
  private static func append(
    _ root: Int, _ index: JSONIndex, _ text: Span<UInt8>, withID: Bool, to output: inout [UInt8]
  ) {
    output.append(UInt8(ascii: "{"))
    var key = root + 1
    var isFirst = true
    while key < Int(index.entries[root].next) {
      let value = key + 1
      if withID || !index.isKey(key, names.id, in: text) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        let quotes = index.entries[value].kind == .string ? 1 : 0
        let range =
          index.entries[key].range.lowerBound - 1..<index.entries[value].range.upperBound + quotes
        ResourceLine.append(text, range, to: &output)
        output.removeLast()
      }
      key = Int(index.entries[value].next)
    }
    output.append(UInt8(ascii: "}"))
  }
}
