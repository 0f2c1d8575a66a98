/// A flat index over JSON texts: where each value begins and ends, nothing copied, nothing built.
///
/// `append` reads one document (RFC 8259, strictly) and adds its entries; several documents of one
/// text, such as the lines of an NDJSON block, share one index and its storage. Numbers keep their
/// spelling, since they are ranges of the text. Duplicate keys are let through; ask
/// `duplicateKey(from:in:)`. The text itself stays with the caller, who passes it to every question.
package struct JSONIndex: Sendable {
  /// The entries of all documents, in the order of the text.
  package internal(set) var entries: [JSONEntry] = []
  /// Containers that are open while a document is read.
  var open: [UInt32] = []
  /// The first entries of the documents in which an object may have two members of one name, ascending; no
  /// other has any.
  var suspects: [UInt32] = []
  /// What the kernel needs while it reads.
  var scratch = JSONScratch()

  /// An empty index.
  package init() {}

  /// Forgets all documents and keeps the storage for the next ones.
  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    suspects.removeAll(keepingCapacity: true)
    scratch.forgetKeys()
  }

  /// Makes room for a number of entries.
  package mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
  }

  /// Reads one document that fills a range of a text, space around it aside.
  ///
  /// - Parameters:
  ///   - text: The text; all offsets of the index are offsets into it.
  ///   - range: Where the document stands in the text.
  ///   - maximumDepth: How many containers may be nested.
  ///   - isQuick: Whether vector instructions are used where there are any; the entries are the same.
  /// - Returns: The position of the document's first entry.
  /// - Throws: The first byte that is not JSON; the index is then as it was before.
  /// - Complexity: O(n) in the length of the range, without recursion.
  package mutating func append(
    _ text: Span<UInt8>, _ range: Range<Int>, maximumDepth: Int = 512, isQuick: Bool = true
  ) throws(JSONIndexError) -> Int {
    guard text.count < Int(Int32.max) else { throw JSONIndexError(.tooLong, at: range.lowerBound) }
    let root = entries.count
    if isQuick && readQuickly(text, range, maximumDepth: maximumDepth) { return root }
    open.removeAll(keepingCapacity: true)
    do {
      try read(text, range, maximumDepth: maximumDepth)
    } catch {
      entries.removeLast(entries.count - root)
      throw error
    }
    suspects.append(UInt32(truncatingIfNeeded: root))
    return root
  }
}

extension JSONIndex {
  /// The value of an object's first member with a name; nil where there is none, or for another kind.
  ///
  /// - Complexity: O(n) in the number of members.
  package func member(_ name: JSONName, of object: Int, in text: Span<UInt8>) -> Int? {
    guard entries[object].kind == .object else { return nil }
    let end = Int(entries[object].next)
    var position = object + 1
    while position < end {
      if isKey(position, name, in: text) { return position + 1 }
      position = Int(entries[position + 1].next)
    }
    return nil
  }

  /// Whether a key is the given name.
  package func isKey(_ position: Int, _ name: JSONName, in text: Span<UInt8>) -> Bool {
    let key = entries[position]
    guard key.keyHash == name.hash || key.hasEscapes else { return false }
    return isText(position, equalTo: name.bytes, in: text)
  }

  /// Whether the text of a string or key, its escapes resolved, is the given UTF-8 bytes.
  package func isText(_ position: Int, equalTo bytes: [UInt8], in text: Span<UInt8>) -> Bool {
    let entry = entries[position]
    if entry.hasEscapes {
      var decoded: [UInt8] = []
      appendText(position, in: text, to: &decoded)
      return decoded == bytes
    }
    guard Int(entry.end &- entry.start) == bytes.count else { return false }
    var offset = Int(entry.start)
    for byte in bytes {
      if text[offset] != byte { return false }
      offset &+= 1
    }
    return true
  }

  /// The text of a string or key with its escapes resolved; for another kind its bytes as they stand.
  package func string(_ position: Int, in text: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    appendText(position, in: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The position of the first key, from a position on, that its object has already; nil if there is none.
  ///
  /// - Complexity: O(1) for nearly all documents without such a key; else O(n²) in the members of each object
  ///   up to 32 members, O(n log n) beyond.
  package func duplicateKey(from root: Int, in text: Span<UInt8>) -> Int? {
    guard let suspect = suspects.last(where: { $0 <= root }), entries[Int(suspect)].next > root
    else { return nil }
    let end = Int(entries[root].next)
    for position in root..<end where entries[position].kind == .object {
      if let key = duplicateKey(of: position, in: text) { return key }
    }
    return nil
  }

  /// The position of the first key that an object has already, whatever is in its members; nil if there is none.
  ///
  /// - Complexity: O(n²) in the members up to 32 members, O(n log n) beyond.
  package func duplicateMember(of object: Int, in text: Span<UInt8>) -> Int? {
    duplicateKey(of: object, in: text)
  }

  private func duplicateKey(of object: Int, in text: Span<UInt8>) -> Int? {
    let end = Int(entries[object].next)
    var members = 0
    var key = object + 1
    while key < end {
      var earlier = object + 1
      while earlier < key {
        if haveEqualText(earlier, key, in: text) { return key }
        earlier = Int(entries[earlier + 1].next)
      }
      members += 1
      if members > 32 { return duplicateKeyInLargeObject(object, in: text) }
      key = Int(entries[key + 1].next)
    }
    return nil
  }

  private func duplicateKeyInLargeObject(_ object: Int, in text: Span<UInt8>) -> Int? {
    let end = Int(entries[object].next)
    var seen: Set<String> = []
    var key = object + 1
    while key < end {
      if !seen.insert(string(key, in: text)).inserted { return key }
      key = Int(entries[key + 1].next)
    }
    return nil
  }

  private func haveEqualText(_ left: Int, _ right: Int, in text: Span<UInt8>) -> Bool {
    let first = entries[left]
    let second = entries[right]
    if first.hasEscapes || second.hasEscapes {
      return string(left, in: text) == string(right, in: text)
    }
    guard first.keyHash == second.keyHash,
      first.end &- first.start == second.end &- second.start
    else { return false }
    var offset = Int(first.start)
    var other = Int(second.start)
    while offset < Int(first.end) {
      if text[offset] != text[other] { return false }
      offset &+= 1
      other &+= 1
    }
    return true
  }
}
