import ByteIO
package import ReferenceGenome
package import VCF

/// Brings records to the coordinates of another genome.
package struct VariantLifter: Sendable {
  /// The header of the records that come out: the contigs are those of the new genome.
  package let header: VCFHeader
  let source: VCFHeader
  let chain: ChainFile
  let genome: ReferenceGenome
  let oldGenome: ReferenceGenome?
  let cutter: FieldCutter

  /// A lifter of the records of a file.
  ///
  /// - Parameters:
  ///   - genome: The new genome; alleles are compared with it.
  ///   - oldGenome: The old genome, to compare REF with; nil not to.
  package init(
    _ header: VCFHeader, chain: ChainFile, genome: ReferenceGenome, oldGenome: ReferenceGenome?
  ) throws(VCFError) {
    source = header
    self.chain = chain
    self.genome = genome
    self.oldGenome = oldGenome
    cutter = FieldCutter(header: header, removesWrongNumbers: false)
    self.header = try header.removing(["contig", "reference"]).adding(
      genome.index.contigs.map { "##contig=<ID=\($0.name),length=\($0.length)>" })
  }

  /// The records that could be lifted, in the order in which they came.
  ///
  /// - Throws: When a genome cannot be read.
  package func lifted(_ batch: RecordBatch) throws(ReferenceError) -> LiftedBatch {
    let text = batch.chunk.text.span
    var lifting = BatchLifting(self, text)
    for record in batch.records {
      try lifting.lift(
        record, text, virtualOffset: batch.chunk.virtualOffset(of: Int(record.start)))
    }
    return lifting.finished(batch, header: header)
  }
}

/// The work on one batch.
private struct BatchLifting {
  private let lifter: VariantLifter
  private var window: ReferenceWindow
  private var oldWindow: ReferenceWindow?
  private var writer: LineWriter
  private var records: [RecordBounds] = []
  private var counts = LiftCounts()
  private var refused: [RefusedRecord] = []
  private var alleles = AlleleStrings()
  private var change = AlleleChange()
  private var contig: [UInt8] = []
  private var contigNumber: Int?

  init(_ lifter: VariantLifter, _ text: Span<UInt8>) {
    self.lifter = lifter
    window = ReferenceWindow(lifter.genome)
    oldWindow = lifter.oldGenome.map(ReferenceWindow.init)
    writer = LineWriter(
      after: text, header: lifter.source, cutter: lifter.cutter, originalKey: nil)
  }

  func finished(_ batch: RecordBatch, header: VCFHeader) -> LiftedBatch {
    let made = RecordBatch(
      header: header, chunk: batch.chunk, lineCount: batch.lineCount, records: [],
      rejected: batch.rejected
    ).replacing(
      text: writer.text.isEmpty ? batch.chunk.text : writer.text, addedOrigins: writer.origins,
      records: records)
    return LiftedBatch(records: made, counts: counts, refused: refused)
  }

  mutating func lift(
    _ record: RecordBounds, _ text: Span<UInt8>, virtualOffset: UInt64
  ) throws(ReferenceError) {
    counts.total += 1
    let before = counts
    do throws(Unlifted) {
      change.reset()
      let line = try line(record, text)
      do throws(VCFError) {
        records.append(
          try writer.append(line, change, record, text, virtualOffset: virtualOffset))
      } catch {
        throw .record(.fields)
      }
      counts.lifted += 1
    } catch {
      counts = before
      switch error {
      case .genome(let error): throw error
      case .record(let reason):
        counts.unlifted[UnliftedReason.allCases.firstIndex(of: reason) ?? 0] += 1
        refused.append(
          RefusedRecord(
            record: record, error: VCFError(.lift, field: "POS", reason.message),
            disposition: .quarantine, rule: reason.rawValue))
      }
    }
  }

  private enum Unlifted: Error {
    case record(UnliftedReason)
    case genome(ReferenceError)
  }

  private mutating func line(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(Unlifted) -> LineWriter.Line {
    alleles.read(record, text)
    for allele in 1..<max(alleles.count, 1)
    where alleles.isBreakend(allele) || alleles.isSymbolic(allele) && !alleles.isUnspecified(allele)
    {
      throw .record(.structural)
    }
    try checkOld(record, text)
    let position = Int(record.position) - 1
    guard position >= 0, let number = contig(of: record, text),
      let start = lifter.chain.block(contig: number, position: position)
    else { throw .record(.noChain) }
    let placed = try interval(position..<position + alleles[0].count, start, contig: number)
    let chain = lifter.chain.chains[Int(start.chain)]
    if chain.isReversed {
      alleles = alleles.reverseComplement()
      counts.reversed += 1
    }
    let name = Array(chain.contig.utf8)
    guard window.select(name.span, 0..<name.count), placed.upperBound <= window.contigLength,
      let contig = window.contig
    else { throw .record(.noContig) }
    let order = try order(at: placed)
    var line = LineWriter.Line(position: placed.lowerBound + 1, alleles: alleles)
    if order[0] != 0 {
      counts.swapped += 1
      line.alleles = alleles.reordered(order)
      change.reorder(order, of: order.count)
    }
    line.contig = Array(lifter.genome.index.contigs[contig].name.utf8)
    try align(&line)
    try liftEnd(record, text, &line, contig: number, chain: Int(start.chain), start: position)
    return line
  }

  private mutating func checkOld(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(Unlifted) {
    guard var old = oldWindow else { return }
    defer { oldWindow = old }
    let outcome: ReferenceCheck.Outcome
    do throws(ReferenceError) {
      let hasContig = old.select(text, record.chrom)
      outcome = try ReferenceCheck.check(
        alleles, position: Int(record.position) - 1, hasContig: hasContig, &old)
    } catch {
      throw .genome(error)
    }
    if outcome != .agrees { throw .record(.oldMismatch) }
  }

  private mutating func contig(of record: RecordBounds, _ text: Span<UInt8>) -> Int? {
    if contig.isEmpty || !matches(text, record.chrom, contig) {
      contig.clear()
      contig.append(text, record.chrom)
      contigNumber = lifter.chain.contig(named: string(text, record.chrom))
    }
    return contigNumber
  }

  /// The positions of the new genome between the base before and the base behind a reference allele.
  private func interval(
    _ range: Range<Int>, _ first: ChainFile.Block, contig: Int
  ) throws(Unlifted) -> Range<Int> {
    let chain = lifter.chain
    let isReversed = chain.chains[Int(first.chain)].isReversed
    let start = chain.place(of: range.lowerBound, in: first).position
    if range.upperBound <= first.end {
      let last = chain.place(of: range.upperBound - 1, in: first).position
      return isReversed ? last..<start + 1 : start..<last + 1
    }
    // The allele reaches over the end of its block; what follows it tells how long it is in the new genome.
    guard let behind = chain.block(contig: contig, position: range.upperBound),
      behind.chain == first.chain
    else { throw .record(.gap) }
    let next = chain.place(of: range.upperBound, in: behind).position
    let placed = isReversed ? next + 1..<max(start + 1, next + 1) : start..<max(next, start)
    guard !placed.isEmpty, placed.count <= range.count + 10_000 else { throw .record(.gap) }
    return placed
  }

  /// The alleles in an order in which the first is what the new genome has.
  private mutating func order(at placed: Range<Int>) throws(Unlifted) -> [Int] {
    do throws(ReferenceError) { try window.load(placed) } catch { throw .genome(error) }
    guard window.holds(placed) else { throw .record(.noContig) }
    var order = Array(0..<alleles.count)
    let found = order.first { allele in
      alleles[allele].count == placed.count && alleles.isBases(allele)
        && ReferenceCheck.matches(alleles, allele, placed.lowerBound, window)
    }
    guard let found else {
      throw .record(placed.count == alleles[0].count ? .mismatch : .gap)
    }
    order.swapAt(0, found)
    return order
  }

  private mutating func align(_ line: inout LineWriter.Line) throws(Unlifted) {
    let isBases = (0..<line.alleles.count).allSatisfy { line.alleles.isBases($0) }
    guard line.alleles.count > 1, isBases else { return }
    for allele in 1..<line.alleles.count where line.alleles.areEqual(0, allele) { return }
    do throws(ReferenceError) {
      let result = try LeftAlignment.align(line.alleles, position: line.position - 1, &window)
      if result.isIdentity { return }
      var aligned = AlleleStrings()
      try LeftAlignment.apply(result, to: line.alleles, &window, into: &aligned)
      line.alleles = aligned
      line.position = result.position + 1
      counts.realigned += 1
    } catch {
      throw .genome(error)
    }
  }

  /// INFO/END of a block of reference calls, or of a record whose alleles say as much, goes with it.
  private func liftEnd(
    _ record: RecordBounds, _ text: Span<UInt8>, _ line: inout LineWriter.Line, contig: Int,
    chain: Int, start: Int
  ) throws(Unlifted) {
    guard let value = record.infoValue(Self.endKey, in: text),
      let end = parseInteger(text, value)
    else { return }
    if end == start + record.ref.count {
      line.end = LineWriter.End(
        value: value, position: line.position + line.alleles[0].count - 1)
      return
    }
    // A longer stretch must lie in the same chain, in the same direction and without a gap.
    guard end > 0, let last = lifter.chain.block(contig: contig, position: end - 1),
      Int(last.chain) == chain, last.start <= start, !lifter.chain.chains[chain].isReversed
    else { throw .record(.structural) }
    line.end = LineWriter.End(
      value: value, position: lifter.chain.place(of: end - 1, in: last).position + 1)
  }

  private static let endKey = Array("END".utf8)
}
