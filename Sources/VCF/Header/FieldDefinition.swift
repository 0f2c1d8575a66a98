/// How many values an INFO or FORMAT field holds (VCFv4.5 §1.4.2, §1.4.4).
package enum FieldNumber: BitwiseCopyable, Sendable, Equatable {
  /// That many.
  case count(Int)
  /// `A`: one per alternate allele.
  case perAlternate
  /// `R`: one per allele, the reference included.
  case perAllele
  /// `G`: one per possible genotype.
  case perGenotype
  /// `LA`: one per alternate allele that FORMAT/LAA lists for the sample.
  case perLocalAlternate
  /// `LR`: one for the reference and one per alternate allele that FORMAT/LAA lists.
  case perLocalAllele
  /// `LG`: one per possible genotype of the reference and the alleles that FORMAT/LAA lists.
  case perLocalGenotype
  /// `P`: one per allele value of the sample's GT.
  case perPhase
  /// `M`: one per base of the sample's alleles that can bear the modification.
  case perModifiableBase
  /// `.`: unknown or varying.
  case unbounded

  /// Reads the value of a `Number` key; nil when it is none of those the versions know.
  package init?(_ text: String) {
    switch text {
    case "A": self = .perAlternate
    case "R": self = .perAllele
    case "G": self = .perGenotype
    case "LA": self = .perLocalAlternate
    case "LR": self = .perLocalAllele
    case "LG": self = .perLocalGenotype
    case "P": self = .perPhase
    case "M": self = .perModifiableBase
    case ".": self = .unbounded
    default:
      guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let count = Int(text) else {
        return nil
      }
      self = .count(count)
    }
  }

  /// The value of a `Number` key, as ``init(_:)`` reads it.
  package var text: String {
    switch self {
    case .count(let count): String(count)
    case .perAlternate: "A"
    case .perAllele: "R"
    case .perGenotype: "G"
    case .perLocalAlternate: "LA"
    case .perLocalAllele: "LR"
    case .perLocalGenotype: "LG"
    case .perPhase: "P"
    case .perModifiableBase: "M"
    case .unbounded: "."
    }
  }

  /// How many values a record must hold; nil when any number may stand there.
  ///
  /// - Parameters:
  ///   - alleles: Alleles of the record, the reference included.
  ///   - ploidy: Allele values of the sample's GT; nil when there is none, which `G` and `LG` take
  ///     for diploid (VCFv4.5 §1.6.2, GL).
  ///   - localAlleles: Alleles local to the sample: the reference and those that LAA lists; nil
  ///     when the record has no LAA.
  /// - Returns: nil also for `M`, which depends on the bases of the alleles, and for numbers beyond
  ///   a machine word.
  package func expected(alleles: Int, ploidy: Int?, localAlleles: Int?) -> Int? {
    switch self {
    case .count(let count): count
    case .perAlternate: alleles - 1
    case .perAllele: alleles
    case .perGenotype: Self.genotypes(alleles: alleles, ploidy: ploidy ?? 2)
    case .perLocalAlternate: localAlleles.map { $0 - 1 }
    case .perLocalAllele: localAlleles
    case .perLocalGenotype:
      localAlleles.flatMap { Self.genotypes(alleles: $0, ploidy: ploidy ?? 2) }
    case .perPhase: ploidy
    case .perModifiableBase, .unbounded: nil
    }
  }

  /// Unordered genotypes of a ploidy: combinations with repetition, `(alleles + ploidy - 1)` choose
  /// `ploidy`; nil when they are more than a machine word counts.
  private static func genotypes(alleles: Int, ploidy: Int) -> Int? {
    var count = 1
    for step in 0..<max(ploidy, 0) {
      let (product, overflow) = count.multipliedReportingOverflow(by: alleles + step)
      if overflow { return nil }
      count = product / (step + 1)
    }
    return count
  }
}

/// What the values of an INFO or FORMAT field are.
package enum FieldType: String, BitwiseCopyable, Sendable {
  /// A 32-bit integer.
  case integer = "Integer"
  /// A number.
  case float = "Float"
  /// No value: the key alone.
  case flag = "Flag"
  /// One character.
  case character = "Character"
  /// Text.
  case string = "String"
}

/// One `##INFO` or `##FORMAT` line.
package struct FieldDefinition: Sendable, Equatable {
  /// The key as it stands in records.
  package let id: String
  /// How many values it holds.
  package let number: FieldNumber
  /// What they are.
  package let type: FieldType
  /// What they mean.
  package let description: String
}

/// One `##contig` line.
package struct ContigDefinition: Sendable, Equatable {
  /// The name as it stands in records.
  package let name: String
  /// Bases, when the line states them.
  package let length: Int?
}
