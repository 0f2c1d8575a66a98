import ByteIO
import Genomics
import ReferenceGenome
import VCF

/// Compares REF with the genome, and finds what would make it agree.
enum ReferenceCheck {
  /// What a comparison comes to.
  enum Outcome: Equatable {
    /// REF is what the genome has there.
    case agrees
    /// It is not.
    case differs(VCFError)
  }

  /// Compares the reference allele with the genome.
  ///
  /// - Parameters:
  ///   - position: Of the first base, from 0.
  ///   - hasContig: Whether the window stands on the record's sequence.
  static func check(
    _ alleles: borrowing AlleleStrings, position: Int, hasContig: Bool,
    _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> Outcome {
    guard hasContig else {
      return .differs(
        VCFError(
          .chrom, field: "CHROM",
          "the reference genome has no sequence of this name; use the one that the file was made with"
        ))
    }
    let range = position..<position + alleles[0].count
    if !window.holds(range) { try window.load(range) }
    guard window.holds(range) else {
      return .differs(
        VCFError(
          .pastContigEnd, field: "REF",
          "the reference allele reaches beyond the end of its sequence in the reference genome"))
    }
    if !alleles.isBases(0) {
      return .differs(
        VCFError(.ref, field: "REF", "the reference allele has codes other than A, C, G, T and N"))
    }
    if matches(alleles, 0, position, window) { return .agrees }
    return .differs(
      VCFError(
        .ref, field: "REF",
        "the reference allele is not what the reference genome has there; is it the genome of the file?"
      ))
  }

  /// Whether the genome has an allele at a position, as far as it is at hand.
  static func matches(
    _ alleles: borrowing AlleleStrings, _ allele: Int, _ position: Int,
    _ window: borrowing ReferenceWindow
  ) -> Bool {
    let range = alleles[allele]
    guard window.holds(position..<position + range.count) else { return false }
    let start = position - window.start
    for index in 0..<range.count
    where alleles.bytes[range.lowerBound + index] & 0xDF != window.bases[start + index] {
      return false
    }
    return true
  }

  /// Makes REF agree with the genome: a missing REF and bases N are filled in, other codes become N; where the genome
  /// has one of the alternate alleles, that and REF change places; an alternate allele equal to REF goes.
  ///
  /// - Returns: For each allele, the one it was; nil when nothing makes REF agree.
  static func mended(
    _ alleles: inout AlleleStrings, position: Int, _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> [Int]? {
    var longest = 0
    for allele in 0..<alleles.count { longest = max(longest, alleles[allele].count) }
    try window.load(position..<position + longest)
    let reference = alleles[0]
    guard window.holds(position..<position + reference.count) else { return nil }
    for allele in 0..<alleles.count where allele == 0 || !alleles.isSymbolic(allele) {
      guard !alleles.isStar(allele), !alleles.isBreakend(allele) else { continue }
      for offset in alleles[allele] where !Allele.isBase(alleles.bytes[offset]) {
        alleles.set(offset, to: UInt8(ascii: "N"))
      }
    }
    fill(&alleles, position, window)
    var order = Array(0..<alleles.count)
    if !matches(alleles, 0, position, window) {
      let other = order.dropFirst().first { matches(alleles, $0, position, window) }
      guard let other else { return nil }
      order.swapAt(0, other)
      alleles = alleles.reordered(order)
    }
    let different = order.indices.filter { $0 == 0 || !alleles.areEqual(0, $0) }
    if different.count < order.count {
      alleles = alleles.reordered(different)
      order = different.map { order[$0] }
    }
    return order
  }

  /// Puts the genome's bases where REF has N, in the other alleles too.
  private static func fill(
    _ alleles: inout AlleleStrings, _ position: Int, _ window: borrowing ReferenceWindow
  ) {
    let n = UInt8(ascii: "N")
    let start = position - window.start
    for index in 0..<alleles[0].count {
      let base = window.bases[start + index]
      guard alleles.bytes[alleles[0].lowerBound + index] & 0xDF == n, base != n else { continue }
      for allele in 0..<alleles.count where index < alleles[allele].count {
        let offset = alleles[allele].lowerBound + index
        if alleles.bytes[offset] & 0xDF == n { alleles.set(offset, to: base) }
      }
    }
  }
}
