/// The sums of one score for every sample; the arrays stay empty until a variant is added.
///
/// Counts are kept as what a sample lacks to the full count, because most samples lack nothing.
package struct ScoreTotals: Sendable, Equatable {
  /// The number of rows added.
  package internal(set) var variants = 0
  /// Σ weight · dosage, imputed values included.
  package internal(set) var score: [Double] = []
  /// Σ dosage of the effect allele, observed genotypes only.
  package internal(set) var dosage: [Double] = []
  var alleleShortfall: [Int32] = []
  var denominatorShortfall: [Int32] = []
  var usedShortfall: [Int32] = []

  /// The number of alleles observed in a sample.
  package func alleleCount(_ sample: Int) -> Int {
    2 * variants - (alleleShortfall.isEmpty ? 0 : Int(alleleShortfall[sample]))
  }

  /// The number of alleles that a sample's score rests on, imputed ones included.
  package func denominator(_ sample: Int) -> Int {
    2 * variants - (denominatorShortfall.isEmpty ? 0 : Int(denominatorShortfall[sample]))
  }

  /// The number of rows that stand in a sample's denominator.
  package func variantsUsed(_ sample: Int) -> Int {
    variants - (usedShortfall.isEmpty ? 0 : Int(usedShortfall[sample]))
  }

  /// Adds one row of the score.
  ///
  /// - Parameters:
  ///   - classes: One genotype class a sample, taken modulo 8.
  ///   - hasExceptions: Whether any class is above 2.
  mutating func add(_ table: RowTable, classes: Span<UInt8>, hasExceptions: Bool) {
    if score.isEmpty {
      score = [Double](repeating: 0, count: classes.count)
      dosage = [Double](repeating: 0, count: classes.count)
    }
    variants += 1
    if let slope = table.slope, !hasExceptions {
      Self.add(slope, classes, to: &score, &dosage)
    } else {
      Self.add(table, classes, to: &score, &dosage)
    }
    guard hasExceptions else { return }
    if alleleShortfall.isEmpty {
      alleleShortfall = [Int32](repeating: 0, count: classes.count)
      denominatorShortfall = alleleShortfall
      usedShortfall = alleleShortfall
    }
    for sample in 0..<classes.count {
      let genotype = Int(classes[sample] & 7)
      alleleShortfall[sample] += table.alleleShortfall[genotype]
      denominatorShortfall[sample] += table.denominatorShortfall[genotype]
      usedShortfall[sample] += table.usedShortfall[genotype]
    }
  }

  /// Adds `slope` for each copy; the plain loop is what the compiler turns into vector instructions.
  private static func add(
    _ slope: Double, _ classes: Span<UInt8>, to score: inout [Double], _ dosage: inout [Double]
  ) {
    var scores = score.mutableSpan
    var dosages = dosage.mutableSpan
    let count = min(classes.count, scores.count, dosages.count)
    for sample in 0..<count {
      let copies = Double(classes[sample])
      scores[sample] += slope * copies
      dosages[sample] += copies
    }
  }

  private static func add(
    _ table: RowTable, _ classes: Span<UInt8>, to score: inout [Double], _ dosage: inout [Double]
  ) {
    var scores = score.mutableSpan
    var dosages = dosage.mutableSpan
    let count = min(classes.count, scores.count, dosages.count)
    for sample in 0..<count {
      let genotype = Int(classes[sample] & 7)
      scores[sample] += table.score[genotype]
      dosages[sample] += table.dosage[genotype]
    }
  }

  /// Adds the sums of a later part of the input.
  mutating func merge(_ later: ScoreTotals) {
    guard later.variants > 0 else { return }
    guard variants > 0 else {
      self = later
      return
    }
    variants += later.variants
    Self.merge(&score, later.score)
    Self.merge(&dosage, later.dosage)
    if alleleShortfall.isEmpty {
      alleleShortfall = later.alleleShortfall
      denominatorShortfall = later.denominatorShortfall
      usedShortfall = later.usedShortfall
    } else if !later.alleleShortfall.isEmpty {
      for sample in alleleShortfall.indices {
        alleleShortfall[sample] += later.alleleShortfall[sample]
        denominatorShortfall[sample] += later.denominatorShortfall[sample]
        usedShortfall[sample] += later.usedShortfall[sample]
      }
    }
  }

  private static func merge(_ sums: inout [Double], _ later: [Double]) {
    for sample in sums.indices { sums[sample] += later[sample] }
  }
}
