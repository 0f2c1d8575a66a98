internal import PipelineModel
internal import Tables

/// The log and the summary of matching as pgsc_calc writes them.
enum MatchLog {
  /// The columns of `matches` that are read.
  static let columns = [
    "pgs_id", "row", "chrom", "pos", "effect_allele", "other_allele", "effect_weight",
    "effect_type", "ref", "alt", "matched_allele", "match_type", "status", "reason",
  ]

  /// The labels of a row; nil where it met no variant.
  private struct Labels: Hashable {
    let ambiguous: Bool
    let multiallelic: Bool
    let duplicateID: Bool
    let flipped: Bool

    init?(matchType: String?, reason: String?) {
      guard let matchType else { return nil }
      let reasons = Set((reason ?? "").split(separator: ","))
      ambiguous = reasons.contains("ambiguous")
      multiallelic = reasons.contains("multiallelic")
      duplicateID = reasons.contains("duplicate_ID")
      flipped = matchType.contains("_flip")
    }
  }

  private static func indices(_ table: TableArtifact) throws(StageError) -> [Int] {
    var found: [Int] = []
    for column in columns { found.append(try table.index(of: column, for: "matches")) }
    return found
  }

  /// One line a scoring row: its best match, as `[set]_log.csv` has it, which lists the candidates that lost too.
  static func write(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    let table = try tables.table("matches")
    let places = try indices(table)
    var writer = RowWriter()
    for name in [
      "row_nr", "accession", "chr_name", "chr_position", "effect_allele", "other_allele",
      "effect_weight", "effect_type", "ID", "REF", "ALT", "matched_effect_allele", "match_type",
      "is_multiallelic", "ambiguous", "match_flipped", "best_match", "exclude",
      "duplicate_best_match", "duplicate_ID", "match_status", "dataset",
    ] {
      writer.append(name)
    }
    writer.endRow()
    try table.forEachRow { (reader, text) throws(StageError) in
      let cells = places.map { reader.string($0, in: text) }
      guard let score = cells[0], options.wants(score) else { return }
      let labels = Labels(matchType: cells[11], reason: cells[13])
      writer.append(cells[1])
      writer.append(score)
      for cell in cells[2...7] { writer.append(cell) }
      let variant = [cells[2], cells[3], cells[8], cells[9]].compactMap(\.self)
      writer.append(labels == nil || variant.count < 4 ? nil : variant.joined(separator: ":"))
      for cell in cells[8...11] { writer.append(cell) }
      let isExcluded = labels.map { _ in cells[12] == "excluded" }
      for flag in [
        labels?.multiallelic, labels?.ambiguous, labels?.flipped, labels.map { _ in true },
        isExcluded, labels.map { _ in false }, labels?.duplicateID,
      ] {
        writer.append(flag)
      }
      writer.append(cells[12])
      writer.append(options.dataset)
      writer.endRow()
      if writer.bytes.count > 1 << 16 { try file.append(writer.takeBytes()) }
    }
    try file.append(writer.takeBytes())
  }

  private struct Group: Hashable {
    let accession: String
    let status: String
    let labels: Labels?
  }

  /// Rows counted by score, status and labels.
  static func writeSummary(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    let table = try tables.table("matches")
    let places = try indices(table)
    var counts: [Group: Int] = [:]
    var order: [Group] = []
    var totals: [String: Int] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(places[0], in: text), options.wants(score),
        let status = reader.string(places[12], in: text)
      else { return }
      let labels = Labels(
        matchType: reader.string(places[11], in: text), reason: reader.string(places[13], in: text))
      let group = Group(
        accession: score, status: status, labels: status == "unmatched" ? nil : labels)
      if counts.updateValue((counts[group] ?? 0) + 1, forKey: group) == nil { order.append(group) }
      totals[score, default: 0] += 1
    }
    let passed = try passed(tables.table("summary"))
    var writer = RowWriter()
    for name in [
      "dataset", "accession", "score_pass", "match_status", "ambiguous", "is_multiallelic",
      "duplicate_best_match", "duplicate_ID", "match_flipped", "match_IDs", "count", "percent",
    ] {
      writer.append(name)
    }
    writer.endRow()
    // Scores and their groups in the order in which they first occur.
    let scores = order.map(\.accession).reduce(into: [String]()) { list, score in
      if list.last != score, !list.contains(score) { list.append(score) }
    }
    for score in scores {
      for group in order where group.accession == score {
        let count = counts[group] ?? 0
        writer.append(options.dataset)
        writer.append(score)
        writer.append(passed[score])
        writer.append(group.status)
        for flag in [
          group.labels?.ambiguous, group.labels?.multiallelic, group.labels.map { _ in false },
          group.labels?.duplicateID, group.labels?.flipped,
        ] {
          writer.append(flag)
        }
        writer.append("NA")
        writer.append(count)
        writer.append(100 * Double(count) / Double(totals[score] ?? 1))
        writer.endRow()
      }
    }
    try file.append(writer.takeBytes())
  }

  private static func passed(_ table: TableArtifact) throws(StageError) -> [String: Bool] {
    let accession = try table.index(of: "pgs_id", for: "summary")
    let passed = try table.index(of: "passed", for: "summary")
    var found: [String: Bool] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text) else { return }
      found[score] = reader.flag(passed, in: text)
    }
    return found
  }
}
