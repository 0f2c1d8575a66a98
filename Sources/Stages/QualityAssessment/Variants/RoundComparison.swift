internal import PipelineModel
internal import ReferenceGenome
internal import VariantComparison

/// Compares what one laboratory found in one sample, on one sequence, with what there is.
struct RoundComparison {
  private let rules: ComparisonRules
  private let laboratory: String
  private let contig: String
  private let truth: CallList
  private let query: CallList
  /// What was found; nil for a sequence that the genome lacks.
  private let comparison: SequenceComparison?
  /// For each reported call whether it was paired.
  private var isPaired: [Bool]
  /// Reported calls whose REF is not what the genome has, and calls on a sequence that it lacks.
  var misplaced: Int { comparison?.misplaced.query ?? 0 }
  var offGenome: Int { comparison == nil ? truth.count + query.count : 0 }

  init(
    _ rules: ComparisonRules, laboratory: String, contig: String, truth: CallList,
    query: CallList, cores: Int
  ) throws(StageError) {
    self.rules = rules
    self.laboratory = laboratory
    self.contig = contig
    self.truth = truth
    self.query = query
    isPaired = Array(repeating: false, count: query.count)
    var window = ReferenceWindow(rules.genome)
    let bytes = Array(contig.utf8)
    guard window.select(bytes.span, 0..<bytes.count) else {
      comparison = nil
      return
    }
    do throws(ReferenceError) {
      comparison = try SequenceComparison(
        truth: truth, query: query, level: rules.level, cores: cores, &window)
    } catch {
      throw StageError(error)
    }
    for partner in comparison?.partners ?? [] where partner >= 0 { isPaired[Int(partner)] = true }
  }

  /// Gives each row, by position; an allele that was paired has one row, of both sides.
  func forEachRow(_ body: (ComparedRow) -> Void) {
    var right = 0
    func giveReported(before position: Int) {
      while right < query.count, query.position(right) < position {
        if !isPaired[right] { body(reportedRow(right)) }
        right += 1
      }
    }
    for left in 0..<truth.count {
      giveReported(before: truth.position(left))
      body(truthRow(left))
    }
    giveReported(before: .max)
  }

  /// Gives the rows of each side by position, those of one place together where both sides are written the same.
  func forEachPlace(_ body: (_ truth: ComparedRow?, _ query: ComparedRow?) -> Void) {
    var right = 0
    var isGiven = Array(repeating: false, count: query.count)
    for left in 0..<truth.count {
      while right < query.count, query.position(right) < truth.position(left) {
        if !isGiven[right] { body(nil, reportedRow(right)) }
        right += 1
      }
      let partner = comparison.map { Int($0.partners[left]) } ?? -1
      if partner >= 0, query.position(partner) == truth.position(left),
        comparison?.truth[left] == .matched(.exact)
      {
        isGiven[partner] = true
        body(truthRow(left), reportedRow(partner))
      } else {
        body(truthRow(left), nil)
      }
    }
    for place in right..<query.count where !isGiven[place] { body(nil, reportedRow(place)) }
  }

  private func truthRow(_ place: Int) -> ComparedRow {
    let call = truth[place]
    guard let comparison else {
      return Self.unknown(call, .truth, "not_in_reference")
    }
    let partner = Int(comparison.partners[place])
    var row = ComparedRow(call: call, side: partner < 0 ? .truth : .both, decision: .TP)
    row.truthFraction = call.alleleFraction
    row.locus = Int(comparison.loci.truth[place])
    switch comparison.truth[place] {
    case .matched(let match):
      row.match = match
      if partner >= 0 {
        row.reportedFraction = query.alleleFraction(partner)
        if let tolerance = rules.tolerance, let own = row.truthFraction,
          let reported = row.reportedFraction
        {
          row.isFractionAccepted = tolerance.accepts(reported, at: own)
        }
      }
    case .tooComplex: (row.decision, row.reason) = (.UNK, "too_complex")
    case .unmatched, .otherGenotype:
      guard rules.isConfident(call, on: contig) else {
        (row.decision, row.reason) = (.UNK, "outside_confident_regions")
        return row
      }
      row.decision = .FN
      row.reason = rules.claims.excuse(
        laboratory, contig: contig, ComparisonRules.positions(call),
        alleleFraction: call.alleleFraction, isSame: rules.isSame)
      row.isBeyondClaim = row.reason != nil
      if row.reason == nil, comparison.truth[place] == .otherGenotype {
        row.reason = "other_genotype"
      }
    }
    return row
  }

  private func reportedRow(_ place: Int) -> ComparedRow {
    let call = query[place]
    guard let comparison else {
      return Self.unknown(call, .query, "not_in_reference")
    }
    var row = ComparedRow(call: call, side: .query, decision: .TP)
    row.reportedFraction = call.alleleFraction
    row.locus = Int(comparison.loci.query[place])
    switch comparison.query[place] {
    case .matched(let match): row.match = match
    case .tooComplex: (row.decision, row.reason) = (.UNK, "too_complex")
    case .unmatched, .otherGenotype:
      guard rules.isConfident(call, on: contig) else {
        (row.decision, row.reason) = (.UNK, "outside_confident_regions")
        return row
      }
      row.decision = .FP
      if comparison.query[place] == .otherGenotype { row.reason = "other_genotype" }
    }
    return row
  }

  private static func unknown(
    _ call: ComparedCall, _ side: ComparedRow.Side, _ reason: String
  ) -> ComparedRow {
    var row = ComparedRow(call: call, side: side, decision: .UNK, reason: reason)
    if side == .truth {
      row.truthFraction = call.alleleFraction
    } else {
      row.reportedFraction = call.alleleFraction
    }
    row.locus = call.position
    return row
  }
}
