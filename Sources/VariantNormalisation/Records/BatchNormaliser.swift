import ByteIO
import Genomics
import ReferenceGenome
import VCF

/// Normalises the records of one batch.
struct BatchNormaliser {
  private let rules: NormalisationRules
  private let source: RecordBatch
  private let hasGenome: Bool
  private var window: ReferenceWindow
  private var writer: LineWriter
  private var placed: PlacedRecords
  private var seen: SeenVariants
  /// The alleles of the record at hand, and those that one of its parts keeps.
  private var alleles = AlleleStrings()
  private var kept = AlleleStrings()
  /// For each allele at hand, the one it was in the record.
  private var order: [Int] = []
  private var line = LineWriter.Line(position: 0, alleles: AlleleStrings(), origin: [])
  private var change = AlleleChange()
  private(set) var counts = NormalisationCounts()
  private(set) var refused: [RefusedRecord] = []
  /// Records that came into being beside the one they were made from.
  private(set) var split = 0
  private(set) var atomised = 0
  /// Fields left out because of their number of values.
  var removedFields: Int { writer.removedFields }

  init(_ normaliser: VariantNormaliser, _ batch: RecordBatch) {
    rules = normaliser.rules
    source = batch
    hasGenome = normaliser.genome != nil
    window = ReferenceWindow(normaliser.genome)
    writer = LineWriter(
      after: batch.chunk.text.span, header: batch.header, cutter: normaliser.cutter,
      originalKey: normaliser.rules.originalKey)
    placed = PlacedRecords(capacity: batch.records.count, window: normaliser.rules.window)
    seen = SeenVariants(rule: normaliser.rules.duplicates)
  }

  /// Normalises all records.
  mutating func run() throws(ReferenceError) -> RecordBatch {
    let batch = source
    let text = batch.chunk.text.span
    for record in batch.records {
      counts.total += 1
      if rules.duplicates != .keep, seen.isDuplicate(record, text) {
        counts.duplicates += 1
        continue
      }
      placed.enter(record, text)
      if isPlain(record, text) {
        placed.insert(record)
        continue
      }
      try normalise(record, text)
    }
    return finished()
  }

  private func finished() -> RecordBatch {
    if writer.text.isEmpty { return source.keeping(placed.records) }
    return source.replacing(
      text: writer.text, addedOrigins: writer.origins, records: placed.records)
  }

  /// Whether a look at the first bytes shows that nothing is to be done: one base replaced by another.
  private mutating func isPlain(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    guard record.ref.count == 1, record.alt.count == 1 else { return false }
    let reference = text[record.ref.lowerBound] & 0xDF
    let alternate = text[record.alt.lowerBound]
    guard Allele.isBase(alternate) || alternate == UInt8(ascii: ".") else { return false }
    guard hasGenome else { return true }
    let position = Int(record.position) - 1
    guard window.select(text, record.chrom), alternate & 0xDF != reference,
      position >= window.start, position < window.start + window.bases.count
    else { return false }
    return window.bases[position - window.start] == reference && reference != UInt8(ascii: "N")
  }

  private mutating func normalise(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(ReferenceError) {
    alleles.read(record, text)
    order.clear()
    for allele in 0..<alleles.count { order.append(allele) }
    let count = alleles.count
    var isAligned = rules.alignsLeft && hasGenome && record.position > 0
    if hasGenome, record.position > 0 {
      switch try checkedReference(record, text) {
      case .goesOn: break
      case .goesOnAsItIs: isAligned = false
      case .isRefused: return
      }
    }
    let mark = (writer.end, placed.records.count)
    // What is handed on is taken out, so that changing it copies nothing.
    var alleles = AlleleStrings()
    var change = AlleleChange()
    swap(&alleles, &self.alleles)
    swap(&change, &self.change)
    defer {
      swap(&alleles, &self.alleles)
      swap(&change, &self.change)
    }
    do throws(RecordError) {
      if rules.splits, alleles.count > 2 {
        try splitRecord(record, text, alleles, count, &change, isAligned)
      } else {
        change.reset()
        if order.count != count || count > 0 && order[0] != 0 { change.reorder(order, of: count) }
        try takeApart(record, text, alleles, change, allele: nil, isAligned)
      }
    } catch {
      writer.truncate(mark.0)
      placed.removeMade(from: mark.1, base: mark.0)
      switch error {
      case .reference(let error): throw error
      case .fields(let error): refuse(record, error, .reject)
      }
    }
  }

  // MARK: Reference

  private enum Checked {
    case goesOn
    case goesOnAsItIs
    case isRefused
  }
  /// Whether the alleles at hand are other ones than those of the record.
  private var isMended = false

  private mutating func checkedReference(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(ReferenceError) -> Checked {
    isMended = false
    let position = Int(record.position) - 1
    let hasContig = window.select(text, record.chrom)
    var outcome = try ReferenceCheck.check(
      alleles, position: position, hasContig: hasContig, &window)
    if outcome == .agrees { outcome = alternateOutcome() }
    guard case .differs(let error) = outcome else { return .goesOn }
    counts.mismatched += 1
    switch rules.referenceMismatch {
    case .keep: return .goesOnAsItIs
    case .fail: refuse(record, error, .fail)
    case .quarantine: refuse(record, error, .quarantine)
    case .swap:
      if hasContig, let mended = try ReferenceCheck.mended(&alleles, position: position, &window) {
        isMended = true
        if mended[0] != 0 { counts.swapped += 1 }
        order = mended
        return .goesOn
      }
      refuse(record, error, .quarantine)
    }
    return .isRefused
  }

  /// What is wrong with an alternate allele, when REF is right.
  private func alternateOutcome() -> ReferenceCheck.Outcome {
    for allele in 1..<max(alleles.count, 1) {
      if !alleles.isBases(allele) {
        if alleles.isSymbolic(allele) || alleles.isStar(allele) || alleles.isBreakend(allele) {
          continue
        }
        return .differs(
          VCFError(
            .alt, field: "ALT", "an alternate allele has codes other than A, C, G, T and N"))
      }
      if alleles.areEqual(0, allele) {
        return .differs(
          VCFError(.alt, field: "ALT", "an alternate allele is the reference allele"))
      }
    }
    return .agrees
  }

  private mutating func refuse(
    _ record: RecordBounds, _ error: VCFError, _ how: RefusedRecord.Disposition
  ) {
    refused.append(RefusedRecord(record: record, error: error, disposition: how))
  }

  // MARK: Making records

  /// Why a record could not be made.
  private enum RecordError: Error {
    case reference(ReferenceError)
    case fields(VCFError)
  }

  private mutating func splitRecord(
    _ record: RecordBounds, _ text: Span<UInt8>, _ all: borrowing AlleleStrings, _ count: Int,
    _ change: inout AlleleChange, _ isAligned: Bool
  ) throws(RecordError) {
    var kept = AlleleStrings()
    swap(&kept, &self.kept)
    defer { swap(&kept, &self.kept) }
    for alternate in 1..<order.count {
      change.keep(
        alternate, of: order, count: count, overlaps: rules.overlapsOfSplit,
        addsReads: rules.keepsSumOfReads)
      kept.read(all, first: 0, then: alternate)
      if change.sources.count == 3 { kept.append([UInt8(ascii: "*")]) }
      try takeApart(record, text, kept, change, allele: order[alternate], isAligned)
    }
    counts.split += 1
    split += order.count - 2
  }

  /// Writes a record or, when it is to be atomised, its atoms.
  private mutating func takeApart(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: borrowing AlleleStrings,
    _ change: borrowing AlleleChange, allele: Int?, _ isAligned: Bool
  ) throws(RecordError) {
    line.origin.clear()
    if let allele { line.origin.append(allele) }
    guard rules.atomises, alleles.count > 1, alleles.areBases else {
      return try make(record, text, alleles, Int(record.position), change, isAligned)
    }
    let atoms = Atoms(alleles).atoms
    if alleles.count == 2, atoms.count == 1, atoms[0].begin == 0,
      atoms[0].reference.count == alleles[0].count, atoms[0].alternate.count == alleles[1].count
    {
      return try make(record, text, alleles, Int(record.position), change, isAligned)
    }
    for atom in atoms {
      var made = AlleleStrings()
      made.append(atom.reference)
      made.append(atom.alternate)
      var atomChange = AlleleChange()
      atomChange.keep(atom, of: change, alleles: alleles.count, overlaps: rules.overlapsOfAtoms)
      if atomChange.sources.count == 3 { made.append([UInt8(ascii: "*")]) }
      if allele == nil { line.origin = atom.table.indices.filter { atom.table[$0] == 1 } }
      try make(record, text, made, Int(record.position) + atom.begin, atomChange, isAligned)
    }
    counts.atomised += 1
    atomised += atoms.count - 1
  }

  /// Aligns a record and writes it; one that nothing changes passes as it is.
  private mutating func make(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: borrowing AlleleStrings,
    _ position: Int, _ change: borrowing AlleleChange, _ isAligned: Bool
  ) throws(RecordError) {
    line.position = position
    line.end = nil
    var isPlaced = false
    if isAligned {
      do throws(ReferenceError) {
        isPlaced = try align(alleles, record, text)
      } catch {
        throw .reference(error)
      }
    }
    if !isPlaced {
      guard !change.isNone || isMended else {
        placed.insert(record)
        return
      }
      line.alleles.read(alleles)
    }
    do throws(VCFError) {
      let offset = source.chunk.virtualOffset(of: Int(record.start))
      placed.insert(try writer.append(line, change, record, text, virtualOffset: offset))
    } catch {
      throw .fields(error)
    }
  }

  /// Gives the line at hand the leftmost representation of alleles; false when they have it.
  private mutating func align(
    _ alleles: borrowing AlleleStrings, _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(ReferenceError) -> Bool {
    if alleles.count == 1 {
      guard alleles[0].count > 1 else { return false }
      line.alleles.removeAll()
      line.alleles.append(
        alleles.bytes.span, alleles[0].lowerBound..<alleles[0].lowerBound + 1)
      return true
    }
    if alleles.count == 2, alleles.isSymbolic(1) {
      guard let moved = try StructuralAlignment.align(alleles, line, record, text, &window) else {
        return false
      }
      line = moved
      counts.realigned += 1
      return true
    }
    guard alleles.areBases else { return false }
    for allele in 1..<alleles.count where alleles.areEqual(0, allele) { return false }
    let result = try LeftAlignment.align(alleles, position: line.position - 1, &window)
    if result.isIdentity { return false }
    try LeftAlignment.apply(result, to: alleles, &window, into: &line.alleles)
    line.position = result.position + 1
    counts.realigned += 1
    if let value = record.infoValue(Self.endKey, in: text),
      let end = parseInteger(text, value), end > 0
    {
      line.end = LineWriter.End(
        value: value, position: line.position + line.alleles[0].count - 1)
    }
    return true
  }

  private static let endKey = Array("END".utf8)
}
