/// What is to be said about a call besides its probability; several may be true of one site.
package struct CallReasons: OptionSet, Sendable {
  /// One bit a reason.
  package let rawValue: UInt16

  /// Reasons by their bits.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No molecule of either allele.
  package static let noCoverage = CallReasons(rawValue: 1)
  /// Fewer molecules than asked for.
  package static let lowMolecules = CallReasons(rawValue: 2)
  /// Nothing says how often the site errs.
  package static let noBackground = CallReasons(rawValue: 4)
  /// The allele keeps to one strand where the reference does not.
  package static let strand = CallReasons(rawValue: 8)
  /// Normals show the allele, one of them at no lower a fraction.
  package static let inPanel = CallReasons(rawValue: 16)
  /// The fraction is as high as that of an inherited variant.
  package static let germlineRange = CallReasons(rawValue: 32)
  /// The gene is one in which blood cells often carry variants.
  package static let chipGene = CallReasons(rawValue: 64)
  /// Matched white cells show an inherited variant.
  package static let whiteCellsGermline = CallReasons(rawValue: 128)
  /// Matched white cells carry the variant as often as plasma does.
  package static let clonalHaematopoiesis = CallReasons(rawValue: 256)
  /// Matched white cells do not say where the variant comes from.
  package static let whiteCellsUnclear = CallReasons(rawValue: 512)

  /// Those that make a site untested.
  package static let untested: CallReasons = [.noCoverage, .lowMolecules, .noBackground]
  /// Those that speak against a call; the others are only reported.
  package static let against: CallReasons = [
    .strand, .inPanel, .germlineRange, .whiteCellsGermline, .clonalHaematopoiesis,
  ]

  /// The words, in a fixed order.
  private static let words: [(CallReasons, String)] = [
    (.noCoverage, "no_coverage"), (.lowMolecules, "low_molecules"),
    (.noBackground, "no_background"), (.strand, "strand"), (.inPanel, "in_pon"),
    (.germlineRange, "germline_range"), (.chipGene, "chip_gene"),
    (.whiteCellsGermline, "white_cells_germline"),
    (.clonalHaematopoiesis, "clonal_haematopoiesis"),
    (.whiteCellsUnclear, "white_cells_unclear"),
  ]

  /// The reasons as words with a semicolon between; empty for none.
  package var text: String {
    isEmpty ? "" : Self.words.filter { contains($0.0) }.map(\.1).joined(separator: ";")
  }
}
