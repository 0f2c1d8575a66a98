import ByteIO
import VCF

/// What is done by position, once all records of a position stand together.
extension VariantNormaliser {
  /// Drops duplicates, joins records, and sorts those of one position by their alleles, as the rules say.
  ///
  /// - Precondition: All records of a position are in the batch.
  package func completed(_ batch: NormalisedBatch) -> NormalisedBatch {
    guard rules.duplicates != .keep || rules.join != .none || rules.sortsByAllele else {
      return batch
    }
    var result = batch
    let source = batch.records
    let text = source.chunk.text.span
    var records = source.records
    if rules.duplicates != .keep {
      var seen = SeenVariants(rule: rules.duplicates)
      records = []
      for record in source.records where !seen.isDuplicate(record, text) { records.append(record) }
      result.counts.duplicates += source.records.count - records.count
    }
    if rules.sortsByAllele { Self.sortByAllele(&records, text) }
    if rules.join != .none {
      result.records = joined(records, source, &result.counts)
    } else {
      result.records = source.keeping(records)
    }
    result.counts.kept = result.records.records.count
    return result
  }

  /// The ends of the stretches of records at one position.
  private static func forEachPosition(
    _ records: [RecordBounds], _ text: Span<UInt8>, _ body: (Range<Int>) -> Void
  ) {
    var start = 0
    for index in 1..<max(records.count + 1, 1) {
      let isSame =
        index < records.count && records[index].position == records[start].position
        && equal(text, records[index].chrom, text, records[start].chrom)
      if isSame { continue }
      body(start..<index)
      start = index
    }
  }

  private static func sortByAllele(_ records: inout [RecordBounds], _ text: Span<UInt8>) {
    var keys: [[UInt8]] = []
    for record in records {
      var key: [UInt8] = []
      key.append(text, record.ref)
      key.append(0)
      key.append(text, record.alt)
      for index in key.indices where key[index] >= 0x61 && key[index] <= 0x7A { key[index] -= 0x20 }
      keys.append(key)
    }
    var order = Array(records.indices)
    forEachPosition(records, text) { range in
      guard range.count > 1 else { return }
      let sorted = range.sorted {
        keys[$0] == keys[$1] ? $0 < $1 : keys[$0].lexicographicallyPrecedes(keys[$1])
      }
      order.replaceSubrange(range, with: sorted)
    }
    records = order.map { records[$0] }
  }

  private func joined(
    _ records: [RecordBounds], _ source: RecordBatch, _ counts: inout NormalisationCounts
  ) -> RecordBatch {
    let text = source.chunk.text.span
    let joiner = RecordJoiner(header: header, passesWhenOnePasses: rules.passesWhenOnePasses)
    let base = source.chunk.text.count + 1
    var lines: [UInt8] = []
    var origins: [TextOrigin] = []
    var result: [RecordBounds] = []
    result.reserveCapacity(records.count)
    var parts = 0
    Self.forEachPosition(records, text) { range in
      guard range.count > 1 else {
        result += records[range]
        return
      }
      for group in JoinClass.groups(records[range], text, rules.join) {
        guard group.count > 1, let line = joiner.line(group, text) else {
          result += group
          continue
        }
        parts += group.count - 1
        let start = lines.count
        let offset = source.chunk.virtualOffset(of: Int(group[0].start))
        origins.append(TextOrigin(textOffset: base + start, virtualOffset: offset))
        lines += line
        lines.append(0x0A)
        let bounds = LineWriter.bounds(lines, from: start, base: base, of: group[0])
        result.append(bounds)
      }
    }
    counts.joined += parts
    if lines.isEmpty { return source.keeping(result) }
    return source.appending(lines, origins: origins, records: result)
  }
}

extension LineWriter {
  /// The bounds of a line that begins at an offset of some lines.
  static func bounds(
    _ lines: [UInt8], from start: Int, base: Int, of record: RecordBounds
  ) -> RecordBounds {
    let scanned = scanLine(lines.span, from: start)
    return RecordBounds(
      scanned, line: 0, position: Int(record.position)
    ).moved(by: base, lines: record.lineInChunk)
  }
}

extension RecordBatch {
  /// The batch with lines behind its text; they begin one byte after it.
  ///
  /// - Parameters:
  ///   - origins: The places of the lines in the file, by their offsets in the longer text.
  ///   - records: All records, those of the lines among them, in order.
  func appending(
    _ lines: [UInt8], origins: [TextOrigin], records: [RecordBounds]
  ) -> RecordBatch {
    var text: [UInt8] = []
    text.reserveCapacity(chunk.text.count + 1 + lines.count)
    text += chunk.text
    // A last line without its end gets one; else the byte belongs to no line.
    text.append(0x0A)
    text += lines
    return replacing(text: text, addedOrigins: origins, records: records)
  }

  /// The batch over a longer text, which begins as its own does.
  func replacing(
    text: [UInt8], addedOrigins: [TextOrigin], records: [RecordBounds]
  ) -> RecordBatch {
    RecordBatch(
      header: header,
      chunk: TextChunk(
        index: chunk.index, text: text, start: chunk.start, origins: chunk.origins + addedOrigins),
      lineCount: lineCount, records: records, rejected: rejected)
  }
}
