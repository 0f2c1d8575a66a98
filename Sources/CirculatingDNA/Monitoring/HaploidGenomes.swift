/// Masses and copies of cell-free DNA.
package enum HaploidGenomes {
  /// Picograms that a haploid human genome weighs, by the convention of the field.
  package static let picograms = 3.3

  /// Haploid genome equivalents of a variant in a millilitre of plasma.
  ///
  /// - Parameters:
  ///   - nanogramsPerMillilitre: Cell-free DNA in the plasma.
  ///   - alleleFraction: The share of them that carries the variant.
  package static func perMillilitre(
    nanogramsPerMillilitre: Double, alleleFraction: Double
  ) -> Double {
    nanogramsPerMillilitre * 1000 / picograms * alleleFraction
  }
}
