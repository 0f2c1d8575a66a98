import Genomics

/// Where the values of a field of `Number=M` belong: the bases of a sample's alleles that can bear
/// a modification (VCFv4.5 §1.4.4).
package struct ModifiableBases: Sendable {
  /// Per allele of the call: the places of its values in the field; empty for an allele that has no
  /// such base, is missing or symbolic, or whose values stand at an earlier unphased copy of it.
  package let places: [Range<Int>]

  /// How many values the field holds.
  package var count: Int { places.last?.upperBound ?? 0 }

  /// The places for a call.
  ///
  /// - Parameters:
  ///   - key: The field's key; its last letter is the base: A, C, G, T, U or N.
  ///   - genotype: The call.
  ///   - alleles: The record's alleles, REF first.
  /// - Returns: nil when the key does not end in a base.
  package init?(_ key: String, _ genotype: Genotype, alleles: [Alternate]) {
    guard let base = key.utf8.last, let complement = Self.complement(of: base) else { return nil }
    var places: [Range<Int>] = []
    var next = 0
    var unphased: Set<Int> = []
    for allele in genotype.alleles {
      var count = 0
      if let number = allele.number, alleles.indices.contains(number),
        case .bases(let bases) = alleles[number],
        allele.isPhased || unphased.insert(number).inserted
      {
        for byte in bases {
          let letter = byte & 0xDF
          if base == UInt8(ascii: "N") {
            // A value for either strand.
            count += 2
          } else if letter == Self.withoutUracil(base) || letter == complement {
            count += 1
          }
        }
      }
      places.append(next..<next + count)
      next += count
    }
    self.places = places
  }

  private static func withoutUracil(_ base: UInt8) -> UInt8 {
    base == UInt8(ascii: "U") ? UInt8(ascii: "T") : base
  }

  private static func complement(of base: UInt8) -> UInt8? {
    base == UInt8(ascii: "N") ? base : Allele.complement(of: withoutUracil(base))
  }
}
