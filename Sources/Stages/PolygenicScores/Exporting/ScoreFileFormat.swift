internal import ByteIO
internal import PipelineModel
internal import Tables

/// What `prs.export` can write.
enum ScoreFileFormat: String, Sendable, CaseIterable {
  case aggregatedScores = "pgsc_calc-scores"
  case adjustedScores = "pgsc_calc-adjusted"
  case matchSummary = "pgsc_calc-summary"
  case matchLog = "pgsc_calc-log"
  case sscore
  case canRisk = "canrisk"
  case reportingItems = "prs-rs"

  /// The tables that it cannot do without, with the columns that it reads.
  var needs: [(port: String, columns: [String])] {
    switch self {
    case .aggregatedScores:
      [("scores", ["sample", "pgs_id", "score_sum", "denominator", "score_avg"])]
    case .adjustedScores:
      [
        (
          "adjusted",
          [
            "sample", "pgs_id", "score_sum", "z_most_similar_population", "z_norm1", "z_norm2",
            "percentile",
          ]
        )
      ]
    case .matchSummary: [("matches", MatchLog.columns), ("summary", ["pgs_id", "passed"])]
    case .matchLog: [("matches", MatchLog.columns)]
    case .sscore:
      [
        (
          "scores",
          [
            "sample", "pgs_id", "allele_count", "denominator", "dosage_sum", "score_avg",
            "score_sum",
          ]
        )
      ]
    case .canRisk: [("adjusted", ["sample", "pgs_id", "z_published", "alpha"])]
    case .reportingItems:
      [("summary", ["pgs_id", "rows", "matched", "excluded", "unmatched", "weight_share"])]
    }
  }

  /// The tables that it looks at where they come in.
  var used: [String] {
    needs.map(\.port) + (self == .reportingItems ? ["scores", "adjusted"] : [])
  }

  /// How the program packs the file whose form it is.
  var usualPacking: ExportPacking {
    switch self {
    case .aggregatedScores, .adjustedScores, .matchLog: .gzip
    case .matchSummary, .sscore, .canRisk, .reportingItems: .none
    }
  }
}

/// How an exported file is packed.
enum ExportPacking: String, Sendable, CaseIterable {
  case gzip, none
}

/// What a definition says about an export.
struct ExportOptions: Sendable {
  let dataset: String
  let score: String?
  let cancer: CanRiskFile.Cancer
  let items: [(String, String)]

  /// Whether a score is to be written.
  func wants(_ accession: String) -> Bool { score.map { $0 == accession } ?? true }
}

/// A document that is written piece by piece, packed or plain.
final class ExportFile {
  private let output: any TaskOutput
  private let compressor: BGZFCompressor?
  private var pending: [UInt8] = []

  /// A file at the port `file`.
  init(_ output: any TaskOutput, _ packing: ExportPacking) throws(StageError) {
    self.output = output
    do throws(ByteIOError) {
      compressor = packing == .gzip ? try BGZFCompressor() : nil
    } catch {
      throw StageError(.outOfMemory, error.message)
    }
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(StageError) {
    pending += bytes
    if pending.count >= BGZFCompressor.textSize * 4 { try flush(isFinal: false) }
  }

  /// Appends a text.
  func append(_ text: String) throws(StageError) { try append(Array(text.utf8)) }

  /// Ends the file.
  func finish() throws(StageError) {
    try flush(isFinal: true)
    if compressor != nil {
      try output.append(BGZFCompressor.endOfFile, to: "file", suffix: "")
    }
  }

  private func flush(isFinal: Bool) throws(StageError) {
    guard let compressor else {
      try output.append(pending, to: "file", suffix: "")
      pending = []
      return
    }
    // Whole blocks but for the last, so that the bytes do not depend on the pieces.
    let size = BGZFCompressor.textSize
    let count = isFinal ? pending.count : pending.count / size * size
    var packed: [UInt8] = []
    _ = compressor.compress(pending.span.extracting(0..<count), appendingTo: &packed)
    pending.removeFirst(count)
    try output.append(packed, to: "file", suffix: "")
  }
}

extension Dictionary where Key == String, Value == TableArtifact {
  /// A table that the format needs.
  func table(_ port: String) throws(StageError) -> TableArtifact {
    guard let table = self[port] else {
      throw StageError(.internal, "no table comes in as \"\(port)\"")
    }
    return table
  }
}
