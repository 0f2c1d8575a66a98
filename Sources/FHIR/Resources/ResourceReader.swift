internal import JSONText

/// Reads FHIR resources from text: lines of NDJSON, a Bundle, or a single resource.
package struct ResourceReader: Sendable {
  /// The types to keep; nil keeps all.
  private let types: [[UInt8]]?

  /// A reader that keeps resources of some types, or of all.
  package init(types: [String]? = nil) {
    self.types = types.map { $0.map { Array($0.utf8) } }
  }

  /// Reads text in which each line that is not blank is a resource.
  ///
  /// - Complexity: O(n) in the length of the text.
  package func read(lines text: [UInt8]) -> ResourceReading {
    var reading = ReadingState(types: types)
    // What resources usually have: a value or key for each seven bytes.
    reading.index.reserveCapacity(text.count / 6)
    var lines = LineScan(text.span)
    while let line = lines.next(text.span) {
      reading.readCount += 1
      do {
        let root = try reading.index.append(text.span, line.range)
        reading.add(root, in: text.span, line: line.number)
      } catch {
        reading.refuse(error, line: line.number, record: line.range)
      }
    }
    return reading.finished(text)
  }

  /// Reads text that is one document: the resources of a Bundle's entries, or the one resource it is.
  ///
  /// - Complexity: O(n) in the length of the text; the index is in memory as a whole.
  package func read(document text: [UInt8]) -> ResourceReading {
    var reading = ReadingState(types: types)
    let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
    let range = (hasMark ? 3 : 0)..<text.count
    do {
      let root = try reading.index.append(text.span, range)
      if reading.isBundle(root, in: text.span) {
        reading.addEntries(of: root, in: text.span)
      } else {
        reading.readCount = 1
        let start = reading.index.entries[root].range.lowerBound
        reading.add(root, in: text.span, line: reading.lineNumber(of: start, in: text.span))
      }
    } catch {
      reading.readCount = 1
      let line = reading.lineNumber(of: error.offset, in: text.span)
      reading.refuse(error, line: line, record: range)
    }
    return reading.finished(text)
  }
}

/// What has been read of a text so far.
private struct ReadingState {
  let types: [[UInt8]]?
  var index = JSONIndex()
  var resources: [ResourceBounds] = []
  var readCount = 0
  var dropped: [String: Int] = [:]
  var faults: [ResourceFault] = []
  private var countedOffset = 0
  private var countedLines = 0
  private static let resourceType = JSONName("resourceType")

  init(types: [[UInt8]]?) {
    self.types = types
  }

  func finished(_ text: [UInt8]) -> ResourceReading {
    ResourceReading(
      batch: ResourceBatch(text: text, index: index, resources: resources),
      readCount: readCount, dropped: dropped, faults: faults)
  }

  /// The line, from 0, of an offset; offsets are asked for in ascending order.
  mutating func lineNumber(of offset: Int, in text: Span<UInt8>) -> Int {
    while countedOffset < min(offset, text.count) {
      if text[countedOffset] == UInt8(ascii: "\n") { countedLines += 1 }
      countedOffset &+= 1
    }
    return countedLines
  }

  mutating func refuse(_ error: JSONIndexError, line: Int, record: Range<Int>) {
    faults.append(
      ResourceFault(
        rule: .json,
        message: "the record is not JSON: \(error.reason.rawValue)"
          + " (byte \(error.offset - record.lowerBound + 1) of the record)",
        line: line, offset: error.offset, record: record))
  }

  private mutating func refuse(
    _ rule: ResourceFault.Rule, _ message: String, _ root: Int, offset: Int, line: Int
  ) {
    // The range of a string is that of its content.
    let entry = index.entries[root]
    let quote = entry.kind == .string ? 1 : 0
    let range = entry.range.lowerBound - quote..<entry.range.upperBound + quote
    faults.append(
      ResourceFault(rule: rule, message: message, line: line, offset: offset, record: range))
  }

  /// Keeps, drops or refuses the resource at a position of the index.
  mutating func add(_ root: Int, in text: Span<UInt8>, line: Int) {
    let entry = index.entries[root]
    guard entry.kind == .object else {
      return refuse(
        .object, "the record is JSON, but no object", root, offset: Int(entry.start), line: line)
    }
    guard let type = index.member(Self.resourceType, of: root, in: text),
      index.entries[type].kind == .string, isTypeName(index.entries[type].range, text)
    else {
      return refuse(
        .resourceType, "the object has no \"resourceType\" that names a type of resource", root,
        offset: Int(entry.start), line: line)
    }
    if let key = index.duplicateKey(from: root, in: text) {
      return refuse(
        .duplicateKey, "an object has two members of one name, so that its meaning is open", root,
        offset: Int(index.entries[key].start), line: line)
    }
    if let types, !types.contains(where: { index.isText(type, equalTo: $0, in: text) }) {
      dropped["type", default: 0] += 1
      return
    }
    resources.append(ResourceBounds(root: root, range: entry.range, line: line))
  }

  private func isTypeName(_ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard let first = range.first, text[first] &- UInt8(ascii: "A") < 26 else { return false }
    for offset in range where (text[offset] | 0x20) &- UInt8(ascii: "a") >= 26 { return false }
    return true
  }

  func isBundle(_ root: Int, in text: Span<UInt8>) -> Bool {
    guard let type = index.member(Self.resourceType, of: root, in: text) else { return false }
    return index.isText(type, equalTo: Array("Bundle".utf8), in: text)
  }

  /// Adds `entry[].resource` of a Bundle; entries without a resource, and outcomes of a search, are no data.
  mutating func addEntries(of bundle: Int, in text: Span<UInt8>) {
    guard let list = index.member(JSONName("entry"), of: bundle, in: text),
      index.entries[list].kind == .array
    else { return }
    let end = Int(index.entries[list].next)
    var entry = list + 1
    while entry < end {
      readCount += 1
      if let resource = index.member(JSONName("resource"), of: entry, in: text) {
        if isSearchOutcome(entry, in: text) {
          dropped["searchOutcome", default: 0] += 1
        } else {
          let start = index.entries[resource].range.lowerBound
          add(resource, in: text, line: lineNumber(of: start, in: text))
        }
      } else {
        dropped["noResource", default: 0] += 1
      }
      entry = Int(index.entries[entry].next)
    }
  }

  private func isSearchOutcome(_ entry: Int, in text: Span<UInt8>) -> Bool {
    guard let search = index.member(JSONName("search"), of: entry, in: text),
      let mode = index.member(JSONName("mode"), of: search, in: text)
    else { return false }
    return index.isText(mode, equalTo: Array("outcome".utf8), in: text)
  }
}
