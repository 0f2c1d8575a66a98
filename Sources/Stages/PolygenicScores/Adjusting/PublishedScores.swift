internal import JSONText
internal import PipelineModel
internal import PolygenicRisk

/// Published constants as a definition gives them: for one score, or for several by their identifiers.
struct PublishedScores: Sendable {
  /// What the constants are called, so that an output can be traced to them.
  var version: String
  /// The constants of each score; under nil those of whatever one score comes in.
  var scores: [String?: PublishedParameters]

  /// The constants of a score.
  func parameters(_ accession: String) -> PublishedParameters? { scores[accession] ?? scores[nil] }
}

/// What is wrong with a document of constants.
struct PublishedScoresError: Error {
  let message: String
  let position: SourcePosition
}

extension PublishedScores {
  /// Reads `{"version": …, "scores": {"PGS…": {"mean": …, "sd": …, "alpha": …, "variants": …}}}`.
  init(_ node: JSONNode) throws(PublishedScoresError) {
    guard let version = node["version"]?.string, !version.isEmpty else {
      throw PublishedScoresError(
        message: "the parameters have no \"version\" in words", position: node.position)
    }
    guard let members = node["scores"]?.members, !members.isEmpty else {
      throw PublishedScoresError(
        message:
          "the parameters have no \"scores\": an object from identifiers to mean, sd and alpha",
        position: node.position)
    }
    self.version = version
    scores = [:]
    for member in members {
      scores[member.key] = try Self.parameters(member.value, of: member.key)
    }
  }

  private static func parameters(
    _ node: JSONNode, of accession: String
  ) throws(PublishedScoresError) -> PublishedParameters {
    for member in node.members ?? []
    where !["mean", "sd", "alpha", "variants"].contains(member.key) && !member.key.hasPrefix("x-") {
      throw PublishedScoresError(
        message: "the parameters of \(accession) have no \"\(member.key)\"",
        position: member.keyPosition)
    }
    func number(_ key: String) -> Double? {
      node[key]?.number.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
    guard let mean = number("mean"), let deviation = number("sd"), deviation > 0 else {
      throw PublishedScoresError(
        message: "the parameters of \(accession) need a \"mean\" and an \"sd\" above 0",
        position: node.position)
    }
    let alpha = number("alpha")
    if node["alpha"] != nil, !(alpha.map { (0...1).contains($0) } ?? false) {
      throw PublishedScoresError(
        message: "the alpha of \(accession) is not from 0 to 1",
        position: node["alpha"]?.position ?? node.position)
    }
    return PublishedParameters(
      mean: mean, standardDeviation: deviation, alpha: alpha, variants: node["variants"]?.integer)
  }
}
