internal import Genomics
internal import VariantComparison

/// One row of a comparison.
struct ComparedRow {
  enum Decision: String { case TP, FP, FN, UNK }
  enum Side: String { case truth, query, both }

  let call: ComparedCall
  let side: Side
  var decision: Decision
  var match: SequenceComparison.Match?
  var truthFraction: Double?
  var reportedFraction: Double?
  var isFractionAccepted: Bool?
  /// Why nothing is said, why a laboratory is not held to what it missed, or what is wrong with it.
  var reason: String?
  /// Whether the laboratory is not held to what it missed.
  var isBeyondClaim = false
  /// Where the cluster of the call begins.
  var locus = 0

  /// What the alleles do; ``mixedType`` where they do different things.
  var type: VariantType? {
    if call.reference.count == 1, call.alternatives.count == 1, call.alternatives[0].count == 1 {
      return .snv
    }
    var type: VariantType?
    for allele in call.alternatives {
      let text = call.reference + allele
      let middle = call.reference.count
      let own = VariantType.classify(
        text.span, reference: 0..<middle, alternate: middle..<text.count)
      if let type, type != own { return nil }
      type = own
    }
    return type
  }

  /// The name of a type; of several different ones `mixed`.
  static func name(_ type: VariantType?) -> String { type?.rawValue ?? "mixed" }
}
