internal import JSONText

/// Reads FHIR resources from text: lines of NDJSON, a Bundle, or a single resource.
package struct ResourceReader: Sendable {
  /// The types to keep; nil keeps all.
  let types: [[UInt8]]?
  /// The release whose definitions say what XML means.
  let release: FHIRRelease

  /// What resources are compared with; nil for nothing.
  let check: StructureCheck?

  /// A reader that keeps resources of some types, or of all.
  ///
  /// - Parameters:
  ///   - types: The types to keep; nil for all.
  ///   - release: The release whose definitions say what XML means.
  ///   - checksStructure: Whether resources that the release's definitions do not allow are refused.
  package init(
    types: [String]? = nil, release: FHIRRelease = .r4, checksStructure: Bool = false
  ) {
    self.types = types.map { $0.map { Array($0.utf8) } }
    self.release = release
    check = checksStructure ? StructureCheck(release) : nil
  }

  /// Reads text in which each line that is not blank is a resource.
  ///
  /// - Complexity: O(n) in the length of the text.
  package func read(lines text: [UInt8]) -> ResourceReading {
    var reading = ReadingState(self)
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

  /// Reads records that stand at ranges of a text, each of them a resource; the line of a record is its number.
  ///
  /// - Complexity: O(n) in the length of the ranges.
  package func read(records: [Range<Int>], of text: [UInt8]) -> ResourceReading {
    var reading = ReadingState(self)
    for (number, range) in records.enumerated() {
      reading.readCount += 1
      do {
        let root = try reading.index.append(text.span, range)
        reading.add(root, in: text.span, line: number)
      } catch {
        reading.refuse(error, line: number, record: range)
      }
    }
    return reading.finished(text)
  }

  /// Reads text that is one document in JSON: the resources of a Bundle's entries, or the one resource it is.
  ///
  /// - Complexity: O(n) in the length of the text; the index is in memory as a whole.
  package func read(document text: [UInt8]) -> ResourceReading {
    var reading = ReadingState(self)
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
struct ReadingState {
  let types: [[UInt8]]?
  let check: StructureCheck?
  var index = JSONIndex()
  var resources: [ResourceBounds] = []
  var readCount = 0
  var dropped: [String: Int] = [:]
  var faults: [ResourceFault] = []
  private var countedOffset = 0
  private var countedLines = 0
  private static let resourceType = JSONName("resourceType")

  init(_ reader: ResourceReader) {
    types = reader.types
    check = reader.check
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

  /// Refuses a record whose text is not JSON.
  mutating func refuse(
    _ rule: ResourceFault.Rule, _ message: String, line: Int, record: Range<Int>
  ) {
    faults.append(
      ResourceFault(
        rule: rule, message: message, line: line, offset: record.lowerBound, record: record))
  }

  /// Gives the faults from a position on the place of the text that their record was made from.
  mutating func moveFaults(from position: Int, to piece: DocumentPiece) {
    for index in position..<faults.count {
      faults[index] = ResourceFault(
        rule: faults[index].rule, message: faults[index].message, line: piece.line,
        offset: piece.start, record: piece.range)
    }
  }

  /// Puts the faults in the order of the text.
  mutating func sortFaults() {
    faults.sort { $0.offset < $1.offset }
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
    if let finding = check?.finding(root, in: text, index) {
      return refuse(
        finding.rule, finding.message, root, offset: Int(index.entries[finding.position].start),
        line: line)
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
    if let key = index.duplicateMember(of: bundle, in: text) {
      readCount += 1
      let place = Int(index.entries[key].start)
      refuse(
        .duplicateKey, "the Bundle has two members of one name, so that its meaning is open",
        bundle, offset: place, line: 0)
    }
    guard let list = index.member(JSONName("entry"), of: bundle, in: text),
      index.entries[list].kind == .array
    else { return }
    let end = Int(index.entries[list].next)
    var entry = list + 1
    while entry < end {
      let start = resource(of: entry, in: text).map { index.entries[$0].range.lowerBound }
      addEntry(
        entry, in: text,
        line: lineNumber(of: start ?? index.entries[entry].range.lowerBound, in: text))
      entry = Int(index.entries[entry].next)
    }
  }

  /// Adds the resource of one entry; the line is that of the resource.
  mutating func addEntry(_ entry: Int, in text: Span<UInt8>, line: Int) {
    readCount += 1
    guard index.entries[entry].kind == .object else {
      return refuse(
        .object, "an entry of the Bundle is no object", entry,
        offset: Int(index.entries[entry].start), line: line)
    }
    if let key = index.duplicateMember(of: entry, in: text) {
      return refuse(
        .duplicateKey, "an entry has two members of one name, so that its meaning is open", entry,
        offset: Int(index.entries[key].start), line: line)
    }
    if let finding = check?.findingAroundResource(entry, in: text, index) {
      return refuse(
        finding.rule, finding.message, entry, offset: Int(index.entries[finding.position].start),
        line: line)
    }
    guard let resource = resource(of: entry, in: text) else {
      dropped["noResource", default: 0] += 1
      return
    }
    if isSearchOutcome(entry, in: text) {
      dropped["searchOutcome", default: 0] += 1
    } else {
      add(resource, in: text, line: line)
    }
  }

  /// The resource of an entry.
  func resource(of entry: Int, in text: Span<UInt8>) -> Int? {
    index.member(JSONName("resource"), of: entry, in: text)
  }

  private func isSearchOutcome(_ entry: Int, in text: Span<UInt8>) -> Bool {
    guard let search = index.member(JSONName("search"), of: entry, in: text),
      let mode = index.member(JSONName("mode"), of: search, in: text)
    else { return false }
    return index.isText(mode, equalTo: Array("outcome".utf8), in: text)
  }
}
