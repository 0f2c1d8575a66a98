import Pages
import PipelineModel

/// What the page says of the quality of one score's variants.
struct ScoreQuality {
  /// A variant that should be looked at.
  struct Variant {
    /// How far the effect allele's frequency is from the expected one; what cannot be compared counts as 0.
    let distance: Double
    /// Its row in the scoring file.
    let row: String
    /// Where it is.
    let place: String
    /// The allele that is counted.
    let allele: String
    /// The frequencies, the call rate and what is remarkable, in words.
    let frequency: String
    let expected: String
    let callRate: String
    let remark: String
  }

  /// Most variants that the page lists of a score.
  static let mostListed = 50

  /// The score.
  let accession: String
  /// Variants that were looked at.
  private(set) var variants = 0
  /// Those whose frequency is too far from the expected one.
  private(set) var deviating = 0
  /// Those whose reference allele is not the genome's.
  private(set) var disagreeing = 0
  /// The lowest share of people with a genotype.
  private(set) var lowestCallRate: Double?
  /// Those to look at, the farthest first.
  private(set) var listed: [Variant] = []

  /// Reads the quality table of `prs.score`.
  ///
  /// - Throws: A failure that names the column that the table lacks.
  static func all(_ table: TableArtifact) throws(StageError) -> [ScoreQuality] {
    func place(_ column: String) throws(StageError) -> Int {
      try table.index(of: column, for: "quality")
    }
    let (accession, row, contig) = (try place("pgs_id"), try place("row"), try place("chrom"))
    let (position, allele) = (try place("pos"), try place("effect_allele"))
    let (frequency, expected) = (try place("effect_frequency"), try place("expected_frequency"))
    let (difference, deviates) = (try place("difference"), try place("deviates"))
    let (callRate, agrees) = (try place("call_rate"), try place("reference_agrees"))
    var found: [ScoreQuality] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      let score = reader.string(accession, in: text) ?? ""
      if found.last?.accession != score { found.append(ScoreQuality(accession: score)) }
      let isDeviating = reader.string(deviates, in: text) == "true"
      let isDisagreeing = reader.string(agrees, in: text) == "false"
      let rate = reader.number(callRate, in: text)
      var variant: Variant?
      if isDeviating || isDisagreeing {
        variant = Variant(
          distance: abs(reader.number(difference, in: text) ?? 0),
          row: reader.string(row, in: text) ?? "",
          place: (reader.string(contig, in: text) ?? "") + ":"
            + (reader.string(position, in: text) ?? ""),
          allele: reader.string(allele, in: text) ?? "",
          frequency: Self.words(reader.number(frequency, in: text)),
          expected: Self.words(reader.number(expected, in: text)), callRate: Self.words(rate),
          remark: isDisagreeing ? "REF is not the genome's" : "frequency")
      }
      found[found.count - 1].add(variant, isDeviating, isDisagreeing, rate)
    }
    for place in found.indices {
      found[place].listed.sort { $0.distance > $1.distance }
      found[place].listed = Array(found[place].listed.prefix(mostListed))
    }
    return found
  }

  private init(accession: String) {
    self.accession = accession
  }

  private mutating func add(
    _ variant: Variant?, _ isDeviating: Bool, _ isDisagreeing: Bool, _ callRate: Double?
  ) {
    variants += 1
    if isDeviating { deviating += 1 }
    if isDisagreeing { disagreeing += 1 }
    if let callRate { lowestCallRate = min(lowestCallRate ?? 1, callRate) }
    if let variant { listed.append(variant) }
  }

  private static func words(_ share: Double?) -> String {
    share.map { NumberText.fixed($0, 3) } ?? "–"
  }
}
