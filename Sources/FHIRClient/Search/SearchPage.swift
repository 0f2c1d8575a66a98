import JSONText

/// One page of a search: a Bundle of type searchset (FHIR R4, 3.1.1.5).
struct SearchPage {
  /// A resource of the page.
  struct Entry {
    let identity: ResourceIdentity?
    let range: Range<Int>
    /// Whether it was found, and not only comes along (`_include`).
    let isMatch: Bool
  }

  private static let names = (
    resourceType: JSONName("resourceType"), total: JSONName("total"), link: JSONName("link"),
    relation: JSONName("relation"), url: JSONName("url"), entry: JSONName("entry"),
    resource: JSONName("resource"), search: JSONName("search"), mode: JSONName("mode")
  )

  let text: [UInt8]
  private(set) var entries: [Entry] = []
  /// How many resources the whole search finds, as the server says.
  private(set) var total: Int?
  /// The address of the next page, as it stands there.
  private(set) var next: String?
  /// The places of what the server says about the search.
  private(set) var outcomes: [Range<Int>] = []

  /// Reads a page.
  ///
  /// - Throws: `badAnswer` for anything that is no Bundle, also for one that is cut short.
  init(_ text: [UInt8]) throws(FHIRClientError) {
    self.text = text
    var index = JSONIndex()
    let span = text.span
    guard let root = try? index.append(span, 0..<text.count),
      let type = index.member(Self.names.resourceType, of: root, in: span),
      index.isText(type, equalTo: Array("Bundle".utf8), in: span)
    else { throw FHIRClientError(.badAnswer, "a page of the search is no Bundle") }
    if let position = index.member(Self.names.total, of: root, in: span) {
      total = Int(String(decoding: text[index.entries[position].range], as: UTF8.self))
    }
    if let list = index.member(Self.names.link, of: root, in: span) {
      for link in index.children(of: list) where isNext(link, index) {
        next = index.member(Self.names.url, of: link, in: span).map { index.string($0, in: span) }
      }
    }
    guard let list = index.member(Self.names.entry, of: root, in: span) else { return }
    for entry in index.children(of: list) { add(entry, index) }
  }

  private func isNext(_ link: Int, _ index: JSONIndex) -> Bool {
    guard let relation = index.member(Self.names.relation, of: link, in: text.span) else {
      return false
    }
    return index.isText(relation, equalTo: Array("next".utf8), in: text.span)
  }

  private mutating func add(_ entry: Int, _ index: JSONIndex) {
    guard let resource = index.member(Self.names.resource, of: entry, in: text.span) else { return }
    let range = index.entries[resource].range
    var mode = "match"
    if let search = index.member(Self.names.search, of: entry, in: text.span),
      let position = index.member(Self.names.mode, of: search, in: text.span)
    {
      mode = index.string(position, in: text.span)
    }
    let type = index.member(Self.names.resourceType, of: resource, in: text.span)
    let isOutcome = type.map {
      index.isText($0, equalTo: Array("OperationOutcome".utf8), in: text.span)
    }
    if mode == "outcome" || isOutcome == true {
      outcomes.append(range)
    } else {
      entries.append(
        Entry(
          identity: ResourceIdentity(resource, index, in: text.span), range: range,
          isMatch: mode != "include"))
    }
  }
}

extension JSONIndex {
  /// The positions of the elements of an array; none for another kind.
  func children(of list: Int) -> [Int] {
    guard entries[list].kind == .array else { return [] }
    var positions: [Int] = []
    var position = list + 1
    while position < Int(entries[list].next) {
      positions.append(position)
      position = Int(entries[position].next)
    }
    return positions
  }
}
