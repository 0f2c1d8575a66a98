package import Genomics

/// The header of a PGS Catalog scoring file, without its rows.
///
/// Format 2.0 writes `#key=value`; version 1 wrote `# Key In Words = value`, whose keys are translated to
/// those of 2.0. A file without header lines is a custom file and has no identifier.
package struct ScoringFileHeader: Sendable, Equatable {
  /// Header lines as key and value, in the order of the file.
  package private(set) var fields: [(key: String, value: String)] = []
  /// The names of the columns, in order.
  package private(set) var columns: [String] = []
  /// The line of the file that names the columns, from 1.
  package private(set) var columnLine = 0

  /// Whether rows take their place from `hm_chr` and `hm_pos`: the header has both harmonisation fields, and the
  /// author's positions are not asked for.
  package var isHarmonised: Bool {
    positions == .automatic && self["HmPOS_build"] != nil && self["HmPOS_date"] != nil
  }

  /// Which of the two places of its rows counts.
  package let positions: ScoringPositions

  /// The identifier that outputs print: `pgs_id`, else `pgs_name`, else `score`; harmonised files get
  /// `_hmPOS_<build>` after it, as `pgsc_calc` writes it.
  package var accession: String {
    let name = self["pgs_id"] ?? self["pgs_name"] ?? "score"
    guard isHarmonised, let build = self["HmPOS_build"] else { return name }
    return "\(name)_hmPOS_\(build)"
  }

  /// The genome build of the positions in use, as the file spells it; nil where it says nothing or `NR`.
  package var build: String? {
    let text = isHarmonised ? self["HmPOS_build"] : self["genome_build"]
    return text == "NR" ? nil : text
  }

  /// The assembly of the positions in use; nil where the file does not say or names an unknown one.
  package var assembly: Assembly? {
    switch build?.lowercased() {
    case "grch37", "hg19", "b37", "ncbi37": .grch37
    case "grch38", "hg38", "b38", "ncbi38": .grch38
    case "t2t-chm13", "chm13", "hs1": .t2t
    default: nil
    }
  }

  /// The value of a header field; nil where it is absent or empty.
  package subscript(key: String) -> String? {
    guard let value = fields.last(where: { $0.key == key })?.value, !value.isEmpty else {
      return nil
    }
    return value
  }

  /// Reads the header of a scoring file up to and including its line of column names.
  ///
  /// - Parameters:
  ///   - bytes: The inflated file, or its beginning as far as the column names reach.
  ///   - positions: Which of the two places of its rows counts.
  /// - Throws: `scoringFile` when no column line is found or a column is named twice.
  package init(
    _ bytes: [UInt8], positions: ScoringPositions = .automatic
  ) throws(PolygenicScoreError) {
    self.positions = positions
    var lines = LineCursor(bytes)
    while let line = lines.next() {
      let text = String(decoding: bytes[line], as: UTF8.self)
      if text.hasPrefix("##") { continue }
      if text.hasPrefix("#") {
        addField(text.dropFirst())
      } else if !text.isEmpty {
        columnLine = lines.lineNumber
        columns = text.split(separator: "\t", omittingEmptySubsequences: false)
          .map { Self.trimmed($0) }
        break
      }
    }
    guard columnLine > 0 else {
      throw PolygenicScoreError(
        .scoringFile,
        "no line of column names was found; a scoring file of the PGS Catalog has one after its header, so "
          + "fetch the file again"
      )
    }
    var seen: Set<String> = []
    for name in columns where !name.isEmpty {
      if !seen.insert(name).inserted {
        throw PolygenicScoreError(
          .scoringFile, "the column stands twice; remove one", line: columnLine, field: name)
      }
    }
  }

  private mutating func addField(_ line: Substring) {
    guard let equals = line.firstIndex(of: "=") else { return }
    let key = Self.trimmed(line[..<equals])
    let value = Self.trimmed(line[line.index(after: equals)...])
    fields.append((Self.versionOneKeys[key] ?? key, value))
  }

  private static func trimmed(_ text: Substring) -> String {
    let kept = text.drop { $0.isWhitespace }
    guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(kept[...last])
  }

  /// Header keys of format version 1 and what 2.0 calls them.
  private static let versionOneKeys = [
    "PGS ID": "pgs_id", "PGS Name": "pgs_name", "Reported Trait": "trait_reported",
    "Original Genome Build": "genome_build", "Number of Variants": "variants_number",
    "PGP ID": "pgp_id", "Citation": "citation", "LICENSE": "license",
  ]

  /// Whether two headers hold the same fields and columns.
  package static func == (left: Self, right: Self) -> Bool {
    left.columns == right.columns && left.columnLine == right.columnLine
      && left.fields.elementsEqual(right.fields, by: ==)
  }
}
