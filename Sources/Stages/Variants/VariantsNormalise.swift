import ByteIO
import Genomics
package import PipelineModel
import ReferenceGenome
import VariantNormalisation

/// Brings variant records into one form (`variants.normalise`).
package struct VariantsNormalise: TransformStage, CombineStage {
  private static let reference = Setting<PathPattern?>(
    optional: "reference", .path, role: .referenceFiles,
    "The reference genome: FASTA, plain or packed with bgzip; its indexes are made when missing. Without it alleles are neither compared with the genome nor moved."
  )
  private static let split = Setting<Bool?>(
    optional: "split", .boolean,
    "Makes a record for each alternate allele, with its part of every INFO and FORMAT field; true unless `join` is given."
  )
  private static let join = Setting<NormalisationRules.Join>(
    "join", .oneOf, default: .none, shown: "\"none\"",
    "Makes one record of those at a position, after all else: of single bases (`snps`), of insertions and deletions (`indels`), of records of one kind (`both`), of `any`."
  )
  private static let joinedPass = Setting<Bool>(
    "joinedPass", .boolean, default: false, shown: "false",
    "A joined record is PASS when one of its parts is; else it has the filters of all.")
  private static let leftAlign = Setting<Bool>(
    "leftAlign", .boolean, default: true, shown: "true",
    "Trims alleles and moves them to the left as far as the genome reads the same; needs `reference`."
  )
  private static let atomise = Setting<Bool>(
    "atomise", .boolean, default: false, shown: "false",
    "Takes replacements of several bases, and of bases with an insertion or deletion, apart into single changes."
  )
  private static let overlaps = Setting<NormalisationRules.OverlappingAllele?>(
    optional: "overlaps", .oneOf,
    "What calls show for alleles of the records beside; without it `0` after splitting and `*` for atoms that overlap."
  )
  private static let sumReads = Setting<Bool>(
    "sumReads", .boolean, default: false, shown: "false",
    "Splitting adds the reads of the other alternate alleles to those of the reference in INFO/AD and FORMAT/AD."
  )
  private static let referenceMismatch = Setting<NormalisationRules.ReferenceMismatch>(
    "referenceMismatch", .oneOf, default: .fail, shown: "\"fail\"",
    "What becomes of a record whose REF is not what the genome has there: the run fails, the record is kept aside, goes on as it is, or REF and ALT change places where the genome has an ALT."
  )
  private static let duplicates = Setting<NormalisationRules.Duplicates>(
    "duplicates", .oneOf, default: .keep, shown: "\"keep\"",
    "Which later records of a position are dropped: none, those with the same alleles (`exact`, `drop`), replaced bases (`snps`), insertions and deletions (`indels`), these each among themselves (`both`), `any`."
  )
  private static let wrongNumber = Setting<NormalisationRules.WrongNumber>(
    "wrongNumber", .oneOf, default: .refuse, shown: "\"refuse\"",
    "What becomes of a record that is split and has a field with another number of values than declared: it is refused, or loses the field."
  )
  private static let originalKey = Setting<String?>(
    optional: "originalKey", .string,
    "The INFO key under which changed records keep what they were: CHROM|POS|REF|ALT|alleles.")
  private static let sortAlleles = Setting<Bool>(
    "sortAlleles", .boolean, default: false, shown: "false",
    "Sorts records of one position by REF and ALT; else they keep their order.")
  private static let window = Setting<Int>(
    "window", .integer(0...1_000_000), default: 1000, shown: "1000",
    "How many bases a record may have moved to be put in its place again; it bounds what is held in memory."
  )

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "variants.normalise", shape: .transform,
    "Brings variant records into one form: compared with the genome, split, trimmed and moved to the left, sorted again.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort("variants", .variants, "The records; those that need no change as they were."),
      OutputPort(
        "report", .table,
        "One row: total, split, atomised, realigned, swapped, mismatched, duplicates, joined, kept."
      ),
    ],
    settings: [
      reference, split, join, joinedPass, leftAlign, atomise, overlaps, sumReads,
      referenceMismatch, duplicates, wrongNumber, originalKey, sortAlleles, window,
    ])

  /// The type of what came in, and the counts.
  package let outputs: [String: EdgeType]
  private let rules: NormalisationRules
  private let hasReference: Bool
  private let assembly: Assembly?

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    var rules = NormalisationRules()
    rules.join = try context[Self.join]
    rules.splits = try context[Self.split] ?? (rules.join == .none)
    rules.passesWhenOnePasses = try context[Self.joinedPass]
    rules.alignsLeft = try context[Self.leftAlign]
    rules.atomises = try context[Self.atomise]
    if let overlaps = try context[Self.overlaps] {
      rules.overlapsOfSplit = overlaps
      rules.overlapsOfAtoms = overlaps
    }
    rules.keepsSumOfReads = try context[Self.sumReads]
    rules.referenceMismatch = try context[Self.referenceMismatch]
    rules.duplicates = try context[Self.duplicates]
    rules.wrongNumber = try context[Self.wrongNumber]
    rules.originalKey = try context[Self.originalKey].map { Array($0.utf8) }
    rules.sortsByAllele = try context[Self.sortAlleles]
    rules.window = try context[Self.window]
    hasReference = try context[Self.reference] != nil
    guard let edge = context.edge("variants") else { throw StageRefusal() }
    outputs = [
      "variants": edge.type,
      "report": .table(CountReport<NormalisedVariants>.schema, privacy: .released),
    ]
    assembly = edge.type.attributes[EdgeAttribute.build].flatMap(Assembly.init)
    self.rules = rules
    Self.check(rules, hasReference: hasReference, &context)
  }

  private static func check(
    _ rules: NormalisationRules, hasReference: Bool, _ context: inout StageContext
  ) {
    if let key = rules.originalKey, !InfoKey.isValid(key) {
      context.refuse(
        originalKey, "is no INFO key",
        remedy: "write letters, digits, '_' and '.', a letter or '_' first, such as \"OLD_REC\"")
    }
    guard !hasReference else { return }
    for (setting, isAsked) in [
      (leftAlign as any SettingDeclaration, rules.alignsLeft),
      (referenceMismatch, rules.referenceMismatch != .fail),
    ] where isAsked && context.isGiven(setting) {
      context.refuse(
        setting, "needs the reference genome",
        remedy: "name its FASTA file as \"reference\", or leave \"\(setting.name)\" out")
    }
  }

  /// Opens the genome.
  package func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform {
    NormalisingTransform(
      rules: rules, genome: try resources.genome(of: Self.reference, assembly: assembly))
  }

  /// Counts what the transform did.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    CountReport<NormalisedVariants>()
  }

  /// Adds the counts of all shards up.
  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    try CountReport<NormalisedVariants>.merge(partials, into: output)
  }
}

extension StageResources {
  /// The genome that a setting names; nil where it names none.
  func genome(
    of setting: any SettingDeclaration, assembly: Assembly?
  ) throws(StageError) -> ReferenceGenome? {
    guard let path = files(setting).first else { return nil }
    do throws(ReferenceError) {
      return try ReferenceGenome(path: path, assembly: assembly)
    } catch {
      throw StageError(error)
    }
  }
}

extension StageError {
  /// The failure that an error of a reference genome or chain file is.
  init(_ error: ReferenceError) {
    let category: Category =
      error.cause.map { $0.code == .system || $0.code == .diskFull } ?? false ? .io : .input
    self.init(category, error.message, file: error.path, line: error.line)
  }
}
