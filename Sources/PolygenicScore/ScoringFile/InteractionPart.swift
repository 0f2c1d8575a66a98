/// One of the variants whose dosages an interaction row multiplies (`is_interaction`, entries divided by `_x_`).
package struct InteractionPart: Sendable, BitwiseCopyable {
  /// The row of the scoring file.
  package var row: UInt32
  /// The place of the variant among those of the row, from 0.
  package var number: UInt16
  /// The contig's number (`ScoredContig`); 0 where scores are not defined on it.
  package var contig: UInt8
  /// The position from 1.
  package var position: Int32
  /// The effect allele.
  package var effectAllele: AlleleCode
  /// The other allele; absent where the file gives none, or several possible ones.
  package var otherAllele: AlleleCode
}
