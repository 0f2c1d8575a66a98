import ByteIO
import VCF

/// Writes several records of one position as one with several alternate alleles.
struct RecordJoiner {
  private let kinds: FieldKinds
  private let passesWhenOnePasses: Bool
  private static let dot: [UInt8] = [UInt8(ascii: ".")]
  private static let pass = Array("PASS".utf8)
  private static let tab = UInt8(ascii: "\t")

  init(header: VCFHeader, passesWhenOnePasses: Bool) {
    kinds = FieldKinds(header: header)
    self.passesWhenOnePasses = passesWhenOnePasses
  }

  /// The line of the joined record, without its end; nil when the reference alleles contradict one another or
  /// fields are over local alleles, whose numbers would change.
  func line(_ records: [RecordBounds], _ text: Span<UInt8>) -> [UInt8]? {
    guard let alleles = JoinedAlleles(records, text) else { return nil }
    let lists = JoinedLists(alleles: alleles)
    var line: [UInt8] = []
    line.append(text, records[0].range.lowerBound..<records[0].id.lowerBound)
    let others = Array(alleles.alleles.dropFirst().joined(separator: [FieldCutter.comma]))
    var columns: [[UInt8]] = [
      ids(records, text), alleles.alleles[0], others.isEmpty ? Self.dot : others,
      quality(records, text), filters(records, text), info(records, text, lists),
    ]
    if !records[0].format.isEmpty {
      guard let samples = samples(records, text, lists) else { return nil }
      columns += samples
    }
    line += columns.joined(separator: [Self.tab])
    return line
  }

  private func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(text, range)
    return bytes
  }

  private func pieces(_ text: Span<UInt8>, _ range: Range<Int>, _ separator: Unicode.Scalar)
    -> [[UInt8]]
  {
    var pieces: [[UInt8]] = []
    var cursor = ByteFields(range, separatedBy: UInt8(ascii: separator))
    while let piece = cursor.next(in: text) { pieces.append(bytes(text, piece)) }
    return pieces
  }

  private func ids(_ records: [RecordBounds], _ text: Span<UInt8>) -> [UInt8] {
    var ids: [[UInt8]] = []
    for record in records {
      for id in pieces(text, record.id, ";") where id != Self.dot && !ids.contains(id) {
        ids.append(id)
      }
    }
    return ids.isEmpty ? Self.dot : Array(ids.joined(separator: [UInt8(ascii: ";")]))
  }

  private func quality(_ records: [RecordBounds], _ text: Span<UInt8>) -> [UInt8] {
    var highest: (value: Double, text: [UInt8])?
    for record in records {
      guard let value = record.quality(in: text) else { continue }
      if highest.map({ $0.value < value }) ?? true { highest = (value, bytes(text, record.qual)) }
    }
    return highest?.text ?? Self.dot
  }

  private func filters(_ records: [RecordBounds], _ text: Span<UInt8>) -> [UInt8] {
    if passesWhenOnePasses, records.contains(where: { $0.passes(in: text) }) { return Self.pass }
    var names: [[UInt8]] = []
    for record in records {
      for name in pieces(text, record.filter, ";")
      where name != Self.dot && name != Self.pass && !names.contains(name) {
        names.append(name)
      }
    }
    if !names.isEmpty { return Array(names.joined(separator: [UInt8(ascii: ";")])) }
    return records.contains { $0.passes(in: text) } ? Self.pass : Self.dot
  }

  private func info(
    _ records: [RecordBounds], _ text: Span<UInt8>, _ lists: JoinedLists
  ) -> [UInt8] {
    var keys: [[UInt8]] = []
    for record in records {
      for field in pieces(text, record.info, ";") where field != Self.dot {
        let key = Array(field.prefix { $0 != UInt8(ascii: "=") })
        if !keys.contains(key) { keys.append(key) }
      }
    }
    var fields: [[UInt8]] = []
    for key in keys {
      let ranges = records.map { $0.infoValue(key, in: text) }
      let values = ranges.map { range in range.map { bytes(text, $0) } }
      guard values.contains(where: { $0?.isEmpty == false }) else {
        fields.append(key)
        continue
      }
      let joined = lists.joined(values, kinds.info(key.span, 0..<key.count))
      fields.append(key + [UInt8(ascii: "=")] + joined)
    }
    return fields.isEmpty ? Self.dot : Array(fields.joined(separator: [UInt8(ascii: ";")]))
  }

  /// FORMAT and the cells of all samples; nil where fields are over local alleles.
  private func samples(
    _ records: [RecordBounds], _ text: Span<UInt8>, _ lists: JoinedLists
  ) -> [[UInt8]]? {
    let formats = records.map { pieces(text, $0.format, ":") }
    var keys: [[UInt8]] = []
    for key in formats.joined() where key != Self.dot && !keys.contains(key) { keys.append(key) }
    let kinds = keys.map { self.kinds.format($0.span, 0..<$0.count) }
    if kinds.contains(.local) { return nil }
    let columns = keys.map { key in formats.map { $0.firstIndex(of: key) } }
    var cursors = records.map(\.sampleCells)
    var result = [
      keys.isEmpty ? Self.dot : Array(keys.joined(separator: [UInt8(ascii: ":")]))
    ]
    while let first = cursors[0].next(in: text) {
      var cells = [pieces(text, first, ":")]
      for record in 1..<records.count {
        cells.append(cursors[record].next(in: text).map { pieces(text, $0, ":") } ?? [])
      }
      var values: [[UInt8]] = []
      for (place, kind) in kinds.enumerated() {
        let own = columns[place].enumerated().map { record, column -> [UInt8]? in
          column.flatMap { $0 < cells[record].count ? cells[record][$0] : nil }
        }
        values.append(kind == .genotype ? lists.joinedCall(own) : lists.joined(own, kind))
      }
      // Values that the first record leaves out at the end stay left out where all are missing.
      while values.count > max(cells[0].count, 1), values.last == Self.dot { values.removeLast() }
      result.append(
        values.isEmpty ? Self.dot : Array(values.joined(separator: [UInt8(ascii: ":")])))
    }
    return result
  }
}
