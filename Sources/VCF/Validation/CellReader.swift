import ByteIO

/// Judges the cells of one record, one sample after the other.
struct CellReader {
  /// What a cell does wrong; fields by their place in FORMAT.
  enum Fault {
    case tooManyFields
    case genotype(String)
    case value(Int, ValueScan.Fault)
    case count(Int, Int)
    case rule(Int, String)
  }

  let fields: [SampleField]
  let alleles: AlleleSummary
  let record: RecordBounds
  let version: SpecificationVersion

  /// What other fields of a cell depend on.
  private struct State {
    var genotype: CellGenotype?
    /// The reference and the alleles that LAA lists; a missing LAA lists none.
    var localAlleles = 1
    var hasPhaseSet = false
  }

  /// Reads the cell at an offset and moves the offset behind it; the first fault, or nil.
  @inline(__always)
  func read(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Fault? {
    var state = State()
    var field = 0
    while true {
      guard field < fields.count else {
        return fields.isEmpty && Self.skipMissing(text, &offset, end) ? nil : .tooManyFields
      }
      let description = fields[field]
      if description.rule.special == .genotype {
        var genotype = CellGenotype()
        if let message = readGenotype(text, &offset, end, &genotype) { return .genotype(message) }
        state.genotype = genotype
      } else {
        let start = offset
        let scan = ValueScan(
          text, from: start, limit: end, terminator: 0x3A, description.rule, version)
        offset = scan.end
        if let fault = check(text, scan, start, field, description, &state) { return fault }
      }
      guard offset < end, text[offset] == 0x3A else { return nil }
      offset &+= 1
      field &+= 1
    }
  }

  /// Passes over the `.` of a record whose FORMAT is `.`.
  private static func skipMissing(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Bool {
    if offset < end, text[offset] == UInt8(ascii: ".") { offset += 1 }
    return offset >= end || text[offset] == 0x09
  }

  @inline(__always)
  private func check(
    _ text: Span<UInt8>, _ scan: ValueScan, _ start: Int, _ field: Int,
    _ description: SampleField, _ state: inout State
  ) -> Fault? {
    if let fault = scan.fault { return .value(field, fault) }
    if scan.count == 0, version < .v45 { return .value(field, .empty) }
    if !scan.isMissing, scan.count != description.fixedCount {
      guard description.fixedCount < 0, isComplete(text, scan.count, description, state) else {
        return .count(field, scan.count)
      }
    }
    guard description.rule.special != .none, !scan.isMissing else { return nil }
    return checkSpecial(text, start..<scan.end, field, description.rule.special, &state)
  }

  /// Whether a field has the values its Number asks for in this sample.
  private func isComplete(
    _ text: Span<UInt8>, _ count: Int, _ field: SampleField, _ state: State
  ) -> Bool {
    switch field.rule.number {
    case .unbounded: return true
    case .perModifiableBase:
      guard let genotype = state.genotype else { return true }
      return count == modifiableBases(text, genotype, field.modifiedBase)
    case .perGenotype, .perPhase, .perLocalGenotype:
      if state.genotype?.isMissing == true { return true }
    default: break
    }
    return alleles.allows(
      count, field.rule.number, ploidy: state.genotype?.ploidy, localAlleles: state.localAlleles)
  }

  private func checkSpecial(
    _ text: Span<UInt8>, _ range: Range<Int>, _ field: Int, _ special: ValueRule.Special,
    _ state: inout State
  ) -> Fault? {
    switch special {
    case .localAlternates:
      guard let count = localAlternates(text, range) else {
        return .rule(field, "different numbers of alternate alleles were expected")
      }
      state.localAlleles = count + 1
    case .phaseSet, .phaseSetList:
      if state.hasPhaseSet { return .rule(field, "a sample has either PS or PSL") }
      state.hasPhaseSet = true
      if special == .phaseSetList, let genotype = state.genotype,
        !isPhased(text, range, genotype)
      {
        return .rule(field, "'.' was expected for alleles that are not phased")
      }
    default: break
    }
    return nil
  }

  /// How many alleles LAA lists; nil when one is not an alternate allele or stands twice.
  private func localAlternates(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if range.isEmpty { return 0 }
    var count = 0
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    while let piece = pieces.next(in: text) {
      guard let allele = parseInteger(text, piece), allele >= 1, allele < alleles.count else {
        return nil
      }
      var earlier = ByteFields(range.lowerBound..<piece.lowerBound, separatedBy: UInt8(ascii: ","))
      while let other = earlier.next(in: text), other.lowerBound < piece.lowerBound {
        if !other.isEmpty, parseInteger(text, other) == allele { return nil }
      }
      count += 1
    }
    return count
  }

  /// Whether phase sets are stated for phased alleles only (VCFv4.4 §1.6.2, PSL).
  private func isPhased(
    _ text: Span<UInt8>, _ range: Range<Int>, _ genotype: CellGenotype
  ) -> Bool {
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    var allele: UInt64 = 0
    while let piece = pieces.next(in: text), allele < 64 {
      if genotype.phased &>> allele & 1 == 0, !isMissing(piece, in: text) { return false }
      allele += 1
    }
    return true
  }
}
