package import ReferenceGenome
package import VCF

/// A field that knowledge says about an allele, and where variants get it.
package struct AnnotationField: Sendable, Equatable {
  /// Where a value goes.
  package enum Target: Sendable, Hashable {
    /// An INFO key.
    case info(String)
    /// The ID column.
    case id
  }

  /// What it is called in the knowledge: an INFO key, `INFO/key`, `ID`, `QUAL` or `FILTER` of a VCF file, or a column
  /// of a table.
  package let source: String
  /// Where it goes.
  package let target: Target

  /// A field from where it stands to where it goes.
  package init(source: String, target: Target) {
    self.source = source
    self.target = target
  }
}

/// A field as gathered knowledge declares it: its target, and how many values of which type there are.
package struct KnowledgeField: Sendable, Equatable {
  /// Where it goes.
  package let target: AnnotationField.Target
  /// Values for each allele: `A`, `R`, or otherwise one text for the record it came from.
  package let number: FieldNumber
  /// What they are.
  package let type: FieldType
  /// What they mean.
  package let description: String

  /// A declared field.
  package init(
    target: AnnotationField.Target, number: FieldNumber, type: FieldType, description: String
  ) {
    self.target = target
    self.number = number
    self.type = type
    self.description = description
  }
}

/// How variants are annotated.
package struct AnnotationRules: Sendable {
  /// What becomes of values that stand in a record already.
  package enum Existing: String, CaseIterable, Sendable {
    /// Values of the knowledge replace them; where it has none they stay.
    case replace
    /// They stay.
    case keep
    /// Values of the knowledge replace them; where it has none they go.
    case remove
  }

  /// Which counts where the knowledge states an allele more than once.
  package enum Duplicates: String, CaseIterable, Sendable {
    /// The first.
    case first
    /// The last.
    case last
    /// None: the task fails at a record that has the allele.
    case fail
  }

  /// What becomes of values that stand in a record.
  package var existing = Existing.replace
  /// Which of several statements counts.
  package var duplicates = Duplicates.first
  /// The INFO flag of records with an allele that is known; nil for none.
  package var mark: String?

  /// The rules that are the default.
  package init() {}
}

/// What annotating did to records.
package struct AnnotationCounts: Sendable, Equatable {
  /// Records that came in.
  package var total = 0
  /// Those with an allele that the knowledge has.
  package var annotated = 0
  /// Alternate alleles of the records.
  package var alleles = 0
  /// Those that the knowledge has.
  package var known = 0

  /// Nothing yet.
  package init() {}

  /// All counts in the order of ``names``.
  package var numbers: [Int] { [total, annotated, alleles, known] }

  /// What they are called in reports.
  package static let names = ["total", "annotated", "alleles", "known"]
}

/// Why knowledge cannot be gathered, or variants not annotated.
package enum AnnotationError: Error {
  /// A reference genome or a file of gathered knowledge cannot be read.
  case file(ReferenceError)
  /// A header or a record is not as it must be; a line is one of the chunk, from 0.
  case records(VCFError)
}
