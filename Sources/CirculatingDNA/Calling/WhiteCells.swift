package import Statistics

/// Where a plasma variant comes from, by matched white blood cells.
package enum WhiteCells {
  /// Above this fraction in white cells a variant is inherited.
  package static let germlineFraction = 0.3
  /// Below this fraction it may be of a clone of blood cells.
  package static let cloneFraction = 0.2

  /// What white cells say: nothing where the variant is of the tumour, because plasma's interval lies above theirs.
  ///
  /// - Parameters:
  ///   - plasma: The allele fraction in plasma and its interval.
  ///   - mutant: Molecules with the allele in white cells.
  ///   - molecules: All molecules there.
  /// - Returns: One reason, or none for a variant of the tumour or without white cells.
  package static func reason(
    plasma: (fraction: Double, interval: ConfidenceInterval), mutant: Int, molecules: Int
  ) -> CallReasons {
    guard
      let cells = ConfidenceInterval.clopperPearson(
        count: mutant, total: molecules, confidence: 0.95)
    else { return [] }
    if plasma.interval.lower > cells.upper { return [] }
    let fraction = Double(mutant) / Double(molecules)
    if fraction >= germlineFraction {
      return plasma.fraction < fraction || plasma.interval.lower <= cells.upper
        ? .whiteCellsGermline : []
    }
    // A variant that white cells show not once is not theirs; plasma has too little of it to tell by intervals.
    if mutant == 0 { return .whiteCellsUnclear }
    return fraction < cloneFraction ? .clonalHaematopoiesis : .whiteCellsUnclear
  }
}
