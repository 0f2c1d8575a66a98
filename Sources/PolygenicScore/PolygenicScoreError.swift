/// Why scores cannot be computed: what happened, where, and what to do.
///
/// Messages name lines, fields, contigs, positions and scores, never a sample.
package struct PolygenicScoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure, for programs.
  package enum Code: String, Sendable {
    /// A scoring file is not in the PGS Catalog format, or a value in it cannot be right.
    case scoringFile
    /// Two scoring files of a run give the same score identifier.
    case repeatedScore
    /// Records of one position arrived in two places of the input.
    case repeatedPosition
    /// The files of a run do not hold the same samples in the same order.
    case differentSamples
    /// A genotype at a scored position cannot be read or has an unsupported ploidy.
    case genotype
    /// A genotype is missing and the settings forbid it.
    case missingGenotype
    /// No record stands at a scored position, and the settings forbid it.
    case missingSite
    /// The reference genome cannot be read, or is that of another build.
    case reference
    /// The settings ask for something that this score cannot have.
    case unsupported
    /// The bytes of a committed accumulator are damaged or belong to other scoring files.
    case accumulator
  }

  /// The kind of failure.
  package var code: Code
  /// What is wrong and what to do about it.
  package var message: String
  /// The line of the scoring file, from 1.
  package var line: Int?
  /// The column of the scoring file.
  package var field: String?

  /// An error, with its place in a scoring file where it has one.
  package init(_ code: Code, _ message: String, line: Int? = nil, field: String? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.field = field
  }

  /// `line 12, effect_weight: message`.
  package var description: String {
    let place = [line.map { "line \($0)" }, field].compactMap { $0 }.joined(separator: ", ")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
