import ByteIO
import VCF

/// Reads the fields of records in every way, and compares the fast ways with the plain ones.
struct RecordChecks {
  private let batch: RecordBatch
  private let header: VCFHeader
  /// Records of one input that are looked at so closely.
  private static let mostRecords = 24

  init(_ batch: RecordBatch) {
    self.batch = batch
    header = batch.header
  }

  func run(_ choices: inout Choices) throws {
    let text = batch.chunk.text.span
    for record in batch.records.prefix(Self.mostRecords) {
      let owned = OwnedRecord(record, text, header: header)
      try checkRoundTrip(owned, record, text)
      readColumns(record, text)
      try checkInfo(owned, record, text)
      try checkFormat(owned, record, text)
      try checkCalls(owned, record, text)
      readDosages(record, text)
      try checkAlleles(owned, &choices)
    }
  }

  private func checkRoundTrip(
    _ owned: OwnedRecord, _ record: RecordBounds, _ text: Span<UInt8>
  ) throws {
    var line: [UInt8] = []
    line.append(text, record.range)
    var written: [UInt8] = []
    owned.append(to: &written)
    if written.last == 0x0A { written.removeLast() }
    if written.count == line.count + 1, written.last == 0x0D { written.removeLast() }
    try promise(same(line, written), "an unchanged record is not written byte for byte")
    var moved = owned
    moved.position += 1
    written.removeAll()
    moved.append(to: &written)
    try promise(
      count(of: 0x09, in: written.span, 0..<written.count) == header.columnCount - 1,
      "a changed record has other columns")
  }

  private func readColumns(_ record: RecordBounds, _ text: Span<UInt8>) {
    let alleles = record.alleleCount(in: text)
    for allele in 0..<min(alleles, 4) {
      _ = record.allele(allele, in: text)
      _ = record.alternate(allele, in: text)
    }
    _ = record.quality(in: text)
    _ = record.passes(in: text)
    _ = record.hasFilter([0x71], in: text)
    _ = record.span(in: text)
    _ = record.isReferenceBlock(in: text)
    _ = record.depth(in: text)
    _ = record.alternateReads(in: text)
  }

  /// A value that was read can be written and is then read as the same.
  private func checkInfo(
    _ owned: OwnedRecord, _ record: RecordBounds, _ text: Span<UInt8>
  ) throws {
    for key in owned.infoKeys.prefix(16) where !key.isEmpty && key != "." {
      do {
        _ = try record.info(key, header, text)
        guard let value = try owned.info(key) else { continue }
        var edited = owned
        try edited.setInfo(key, to: value)
        let again = try edited.info(key)
        try promise(
          again.map(String.init(describing:)) == String(describing: value),
          "INFO has another value after it was set to the one it had")
        edited.removeInfo(key)
        try promise(try edited.info(key) == nil, "a removed INFO key is still there")
        var line: [UInt8] = []
        edited.append(to: &line)
      } catch let error as VCFError {
        try checkMessage(error)
      }
    }
  }

  private func checkFormat(
    _ owned: OwnedRecord, _ record: RecordBounds, _ text: Span<UInt8>
  ) throws {
    let last = max(header.samples.count - 1, 0)
    for key in Set(owned.formatKeys.prefix(10)).sorted() {
      for sample in Set([0, last]) {
        do {
          _ = try record.format(key, sample: sample, header, text)
        } catch {
          try checkMessage(error)
        }
      }
      do {
        guard let values = try owned.format(key) else { continue }
        var edited = owned
        try edited.setFormat(key, to: values)
        let again = try edited.format(key)
        try promise(
          String(describing: again ?? []) == String(describing: values),
          "FORMAT has other values after it was set to those it had")
        edited.removeFormat(key)
        var line: [UInt8] = []
        edited.append(to: &line)
      } catch let error as VCFError {
        try checkMessage(error)
      }
    }
  }

  /// The decoder of whole rows and the plain reading of the specification agree.
  private func checkCalls(
    _ owned: OwnedRecord, _ record: RecordBounds, _ text: Span<UInt8>
  ) throws {
    let samples = header.samples.count
    var carriers = AlleleCarriers()
    let plain: [Genotype?]?
    do { plain = try owned.genotypes() } catch {
      try checkMessage(error)
      plain = nil
    }
    for allele in 0..<min(record.alleleCount(in: text), 3) {
      do {
        try carriers.decode(record, text, alleleIndex: allele, sampleCount: samples)
      } catch {
        try checkMessage(error)
        continue
      }
      guard let plain else { continue }
      var copies = Array(repeating: allele == 0 ? 2 : 0, count: samples)
      for carrier in carriers.all {
        copies[Int(carrier.sample)] = Int(carrier.copies)
      }
      for (sample, call) in plain.enumerated() {
        let expected = call?.copies(of: allele) ?? Int(AlleleCarrier.missing)
        try promise(
          copies[sample] == expected, "a call is decoded as \(copies[sample]), not \(expected)")
      }
    }
  }

  private func readDosages(_ record: RecordBounds, _ text: Span<UInt8>) {
    var dosages = AlleleDosages()
    for field in AlleleDosages.Field.allCases {
      for allele in 0..<2 {
        do {
          try dosages.decode(
            record, text, field: field, alleleIndex: allele, sampleCount: header.samples.count)
        } catch { continue }
      }
    }
  }

  /// Alleles can be kept, dropped and put in another order.
  private func checkAlleles(_ owned: OwnedRecord, _ choices: inout Choices) throws {
    let alternates = owned.alternates.count
    guard alternates <= 64 else { return }
    var all = Array(1...max(alternates, 1)).prefix(alternates).map { $0 }
    if choices.oneIn(2) { all.reverse() }
    let kept = Array(all.prefix(choices.below(alternates + 1)))
    do {
      var edited = owned
      try edited.keepAlleles(kept, dropped: choices.oneIn(2) ? .missing : .reference)
      try promise(edited.alternates.count == kept.count, "other alleles than asked for are kept")
      edited.renameContigs(ContigRenaming(["1": "chr1", "17": "chr17"]))
      var line: [UInt8] = []
      edited.append(to: &line)
    } catch let error as VCFError {
      try checkMessage(error)
    }
  }
}
