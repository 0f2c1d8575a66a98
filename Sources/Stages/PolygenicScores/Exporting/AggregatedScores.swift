internal import PipelineModel
internal import Tables

/// The files of scores that pgsc_calc ends with: `aggregated_scores.txt` and, with ancestry, `[set]_pgs.txt`.
///
/// A denominator is that of the score alone; pgsc_calc's is over all scores of its run, and so is its AVG.
enum AggregatedScores {
  /// `sampleset FID IID PGS SUM DENOM AVG`.
  static func write(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    try write(
      tables.table("scores"), "scores",
      [("SUM", "score_sum"), ("DENOM", "denominator"), ("AVG", "score_avg")], options, to: file)
  }

  /// `sampleset FID IID PGS SUM Z_MostSimilarPop Z_norm1 Z_norm2 percentile_MostSimilarPop`.
  static func writeAdjusted(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    try write(
      tables.table("adjusted"), "adjusted",
      [
        ("SUM", "score_sum"), ("Z_MostSimilarPop", "z_most_similar_population"),
        ("Z_norm1", "z_norm1"), ("Z_norm2", "z_norm2"),
        ("percentile_MostSimilarPop", "percentile"),
      ], options, to: file)
  }

  private static func write(
    _ table: TableArtifact, _ port: String, _ values: [(name: String, column: String)],
    _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    let sample = try table.index(of: "sample", for: port)
    let accession = try table.index(of: "pgs_id", for: port)
    var columns: [Int] = []
    for value in values { columns.append(try table.index(of: value.column, for: port)) }
    var writer = RowWriter(delimiter: UInt8(ascii: "\t"))
    for name in ["sampleset", "FID", "IID", "PGS"] + values.map(\.name) { writer.append(name) }
    writer.endRow()
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text), options.wants(score) else { return }
      writer.append(options.dataset)
      let person = reader.string(sample, in: text)
      writer.append(person)
      writer.append(person)
      writer.append(score)
      for column in columns { writer.append(reader.string(column, in: text)) }
      writer.endRow()
      if writer.bytes.count > 1 << 16 { try file.append(writer.takeBytes()) }
    }
    try file.append(writer.takeBytes())
  }
}

/// PLINK 2's `.sscore` with the columns `+fid,+denom,+scoresums`, of one score.
enum PlinkScores {
  /// `#FID IID ALLELE_CT DENOM NAMED_ALLELE_DOSAGE_SUM <score>_AVG <score>_SUM`; the family is 0, as PLINK has it where
  /// it is not known.
  static func write(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    let table = try tables.table("scores")
    let sample = try table.index(of: "sample", for: "scores")
    let accession = try table.index(of: "pgs_id", for: "scores")
    var columns: [Int] = []
    for name in ["allele_count", "denominator", "dosage_sum", "score_avg", "score_sum"] {
      columns.append(try table.index(of: name, for: "scores"))
    }
    var only: String?
    var writer = RowWriter(delimiter: UInt8(ascii: "\t"))
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text), options.wants(score) else { return }
      if only == nil {
        only = score
        let names = ["#FID", "IID", "ALLELE_CT", "DENOM", "NAMED_ALLELE_DOSAGE_SUM"]
        for name in names + ["\(score)_AVG", "\(score)_SUM"] { writer.append(name) }
        writer.endRow()
      }
      guard score == only else {
        throw StageError(
          .input,
          "an .sscore file has one score, since its counts are those of the score, but several come in",
          remedy: "name one under \"score\"", field: "pgs_id")
      }
      writer.append("0")
      writer.append(reader.string(sample, in: text))
      for column in columns { writer.append(reader.string(column, in: text) ?? "nan") }
      writer.endRow()
      if writer.bytes.count > 1 << 16 { try file.append(writer.takeBytes()) }
    }
    guard only != nil else {
      throw StageError(
        .input, "no row is of the score that was asked for", remedy: "look at \"score\"")
    }
    try file.append(writer.takeBytes())
  }
}

/// The header lines that CanRisk takes a polygenic score from.
enum CanRiskFile {
  /// The cancers that CanRisk has a line for.
  enum Cancer: String, Sendable, CaseIterable {
    case breast = "BC"
    case ovary = "OC"
    case prostate = "PC"
  }

  /// For each person with a published z and its alpha: a line `# sample`, the first line of a pedigree file, the line of
  /// the score, and an empty line. What stands between belongs at the head of that person's pedigree.
  static func write(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    let table = try tables.table("adjusted")
    let sample = try table.index(of: "sample", for: "adjusted")
    let accession = try table.index(of: "pgs_id", for: "adjusted")
    let z = try table.index(of: "z_published", for: "adjusted")
    let alpha = try table.index(of: "alpha", for: "adjusted")
    var only: String?
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text), options.wants(score) else { return }
      only = only ?? score
      guard score == only else {
        throw StageError(
          .input, "CanRisk takes one score a cancer, but several come in",
          remedy: "name one under \"score\"", field: "pgs_id")
      }
      guard let person = reader.string(sample, in: text), let z = reader.string(z, in: text),
        let alpha = reader.string(alpha, in: text)
      else { return }
      try file.append(
        "# \(person)\n##CanRisk 2.0\n##PRS_\(options.cancer.rawValue)=alpha=\(alpha), zscore=\(z)\n\n"
      )
    }
  }
}
