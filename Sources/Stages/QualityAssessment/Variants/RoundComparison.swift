internal import Genomics
internal import PipelineModel
internal import ReferenceGenome
internal import VCF
internal import VariantComparison

/// What all comparisons of a round are held to.
struct ComparisonRules {
  let genome: ReferenceGenome
  /// Where the truth is known; nil for everywhere.
  let confident: RegionSet?
  let contigs: ContigTable
  let claims: LaboratoryClaims
  let tolerance: AlleleFractionTolerance?

  /// Whether the truth is known about an allele: of bases put in on both sides of their place, of others where they
  /// change something.
  func isConfident(_ variant: ComparedVariant, on contig: String) -> Bool {
    guard let confident else { return true }
    guard let number = contigs.number(of: contig) else { return false }
    guard let change = variant.trimmed else {
      return confident.overlaps(contig: number, Self.positions(variant))
    }
    guard change.start == change.end else {
      return confident.overlaps(contig: number, change.start..<change.end)
    }
    return confident.contains(contig: number, position: change.start)
      && (change.start == 0 || confident.contains(contig: number, position: change.start - 1))
  }

  /// Where an allele stands, from 0, half-open.
  static func positions(_ variant: ComparedVariant) -> Range<Int> {
    max(0, variant.position - 1)..<variant.position - 1 + max(1, variant.reference.count)
  }

  /// Whether two names are of one sequence.
  func isSame(_ left: String, _ right: String) -> Bool {
    left == right || genome.contig(named: left).map { $0 == genome.contig(named: right) } ?? false
  }
}

/// One row of a comparison.
struct ComparedRow {
  enum Decision: String { case TP, FP, FN, UNK }
  enum Side: String { case truth, query, both }

  var contig: String
  var variant: ComparedVariant
  var side: Side
  var decision: Decision
  var match: SequenceComparison.Match?
  var truthFraction: Double?
  var reportedFraction: Double?
  var isFractionAccepted: Bool?
  /// Why nothing is said, or why a laboratory is not held to what it missed.
  var reason: String?

  /// What the allele does.
  var type: String {
    let text = variant.reference + variant.alternative
    let middle = variant.reference.count
    return VariantType.classify(
      text.span, reference: 0..<middle, alternate: middle..<text.count
    ).rawValue
  }
}

/// Compares what one laboratory found in one sample with what there is.
struct RoundComparison {
  private let rules: ComparisonRules
  private let laboratory: String
  private(set) var rows: [ComparedRow] = []
  /// Alleles whose REF is not what the genome has, and those on sequences that it lacks.
  private(set) var misplaced = 0
  private(set) var offGenome = 0

  init(
    _ rules: ComparisonRules, laboratory: String, truth: RoundFiles.Calls, query: RoundFiles.Calls
  ) throws(StageError) {
    self.rules = rules
    self.laboratory = laboratory
    var window = ReferenceWindow(rules.genome)
    let truthByNumber = Self.numbered(truth, rules.genome)
    let queryByNumber = Self.numbered(query, rules.genome)
    for number in Set(truthByNumber.keys).union(queryByNumber.keys).sorted() {
      let there = truthByNumber[number]?.variants ?? []
      let found = Self.unique(queryByNumber[number]?.variants ?? [])
      guard let name = truthByNumber[number]?.name ?? queryByNumber[number]?.name else { continue }
      let bytes = Array(name.utf8)
      guard number >= 0, window.select(bytes.span, 0..<bytes.count) else {
        offGenome += there.count + found.count
        for variant in there { add(variant, name, .truth, .UNK, reason: "not_in_reference") }
        for variant in found { add(variant, name, .query, .UNK, reason: "not_in_reference") }
        continue
      }
      do throws(ReferenceError) {
        let comparison = try SequenceComparison(truth: there, query: found, &window)
        misplaced += comparison.misplaced.query.count
        add(comparison, there, found, name)
      } catch {
        throw StageError(error)
      }
    }
  }

  /// Alleles by the number of their sequence; -1 for one that the genome lacks.
  private static func numbered(
    _ calls: RoundFiles.Calls, _ genome: ReferenceGenome
  ) -> [Int: (name: String, variants: [ComparedVariant])] {
    var result: [Int: (name: String, variants: [ComparedVariant])] = [:]
    for (name, variants) in calls.sorted(by: { $0.key < $1.key }) {
      let number = genome.contig(named: name) ?? -1
      result[number, default: (name, [])].variants += variants
    }
    return result
  }

  /// A file that lists an allele twice has it once.
  private static func unique(_ variants: [ComparedVariant]) -> [ComparedVariant] {
    struct Key: Hashable {
      let position: Int
      let reference: [UInt8]
      let alternative: [UInt8]
    }
    var seen: Set<Key> = []
    return variants.filter {
      seen.insert(
        Key(position: $0.position, reference: $0.reference, alternative: $0.alternative)
      ).inserted
    }
  }

  private mutating func add(
    _ comparison: SequenceComparison, _ truth: [ComparedVariant], _ query: [ComparedVariant],
    _ contig: String
  ) {
    var paired: Set<Int> = []
    for (place, variant) in truth.enumerated() {
      switch comparison.truth[place] {
      case .matched(let match):
        if let partner = comparison.partners[place] {
          paired.insert(partner)
          addPair(variant, query[partner], contig, match)
        } else {
          add(variant, contig, .truth, .TP, match: match)
        }
      case .tooComplex: add(variant, contig, .truth, .UNK, reason: "too_complex")
      case .unmatched: addMissed(variant, contig)
      }
    }
    for (place, variant) in query.enumerated() where !paired.contains(place) {
      switch comparison.query[place] {
      case .matched(let match): add(variant, contig, .query, .TP, match: match)
      case .tooComplex: add(variant, contig, .query, .UNK, reason: "too_complex")
      case .unmatched:
        let isKnown = rules.isConfident(variant, on: contig)
        add(
          variant, contig, .query, isKnown ? .FP : .UNK,
          reason: isKnown ? nil : "outside_confident_regions")
      }
    }
  }

  private mutating func addMissed(_ variant: ComparedVariant, _ contig: String) {
    guard rules.isConfident(variant, on: contig) else {
      add(variant, contig, .truth, .UNK, reason: "outside_confident_regions")
      return
    }
    let excuse = rules.claims.excuse(
      laboratory, contig: contig, ComparisonRules.positions(variant),
      alleleFraction: variant.alleleFraction, isSame: rules.isSame)
    add(variant, contig, .truth, .FN, reason: excuse)
  }

  private mutating func addPair(
    _ truth: ComparedVariant, _ query: ComparedVariant, _ contig: String,
    _ match: SequenceComparison.Match
  ) {
    var row = ComparedRow(contig: contig, variant: truth, side: .both, decision: .TP, match: match)
    row.truthFraction = truth.alleleFraction
    row.reportedFraction = query.alleleFraction
    if let tolerance = rules.tolerance, let own = truth.alleleFraction,
      let reported = query.alleleFraction
    {
      row.isFractionAccepted = tolerance.accepts(reported, at: own)
    }
    rows.append(row)
  }

  private mutating func add(
    _ variant: ComparedVariant, _ contig: String, _ side: ComparedRow.Side,
    _ decision: ComparedRow.Decision, match: SequenceComparison.Match? = nil,
    reason: String? = nil
  ) {
    var row = ComparedRow(
      contig: contig, variant: variant, side: side, decision: decision, match: match,
      reason: reason)
    if side == .truth { row.truthFraction = variant.alleleFraction }
    if side == .query { row.reportedFraction = variant.alleleFraction }
    rows.append(row)
  }
}
