/// How many values an INFO or FORMAT field holds (VCFv4.4 §1.4.2).
package enum FieldNumber: Sendable, Equatable {
  /// That many.
  case count(Int)
  /// `A`: one per alternate allele.
  case perAlternate
  /// `R`: one per allele, the reference included.
  case perAllele
  /// `G`: one per possible genotype.
  case perGenotype
  /// `.`: unknown or varying.
  case unbounded
  /// A letter of a later version, such as `LA` or `P` (VCFv4.5 §1.4.2).
  case other(String)

  /// Reads the value of a `Number` key; nil when it is none of those the versions know.
  init?(_ text: String) {
    switch text {
    case "A": self = .perAlternate
    case "R": self = .perAllele
    case "G": self = .perGenotype
    case ".": self = .unbounded
    case "LA", "LR", "LG", "P", "M": self = .other(text)
    default:
      guard let count = Int(text), count >= 0 else { return nil }
      self = .count(count)
    }
  }
}

/// What the values of an INFO or FORMAT field are.
package enum FieldType: String, Sendable {
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
