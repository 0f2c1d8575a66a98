internal import Nomenclature
internal import PipelineModel

/// Transcripts, as a table gives them.
enum TranscriptRows {
  /// The input port at which they come in.
  static let port = InputPort("transcripts", .table, .optional)
  private static let columns = [
    "transcript", "gene", "chrom", "strand", "exons", "cds_start", "cds_end", "sequence",
  ]

  /// Reads a table of `transcript`, `gene`, `cds_start`, `cds_end` (bases of the transcript, from 1, the stop codon with
  /// them), and what is known of `sequence`, `chrom`, `strand` and `exons` (`100-200;300-350` in the order of the
  /// transcript, from 1).
  static func transcripts(_ table: TableArtifact) throws(StageError) -> [Transcript] {
    _ = try table.index(of: "transcript", for: "transcripts")
    var result: [Transcript] = []
    for (place, row) in try table.texts(columns).enumerated() {
      func refuse(_ field: String, _ what: String) -> StageError {
        StageError(
          .input, "row \(place + 1) of the transcripts has \(what)",
          remedy: "write exons as 100-200;300-350, strands as + or -, positions as whole numbers",
          field: field)
      }
      guard let id = row[0] else { throw refuse("transcript", "no name") }
      var coding: Range<Int>?
      if let start = row[5], let end = row[6] {
        guard let start = Int(start), let end = Int(end), start > 0, end >= start else {
          throw refuse("cds_start", "a coding sequence that is none")
        }
        coding = start - 1..<end
      }
      var placement: Transcript.Placement?
      if let contig = row[2], let text = row[4] {
        guard let strand = row[3], ["+", "-", "1", "-1"].contains(strand) else {
          throw refuse("strand", "no strand")
        }
        guard let exons = exons(text) else { throw refuse("exons", "exons that are none") }
        placement = .init(contig: contig, isReverse: strand.hasPrefix("-"), exons: exons)
      }
      let sequence = (row[7] ?? "").uppercased().utf8.map {
        $0 == UInt8(ascii: "U") ? UInt8(ascii: "T") : $0
      }
      result.append(
        Transcript(
          id: id, gene: row[1], sequence: sequence, coding: coding, placement: placement))
    }
    return result
  }

  private static func exons(_ text: String) -> [Range<Int>]? {
    var result: [Range<Int>] = []
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "," || $0 == " " }) {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard ends.count == 2, ends[0] > 0, ends[1] >= ends[0] else { return nil }
      result.append(ends[0] - 1..<ends[1])
    }
    return result.isEmpty ? nil : result
  }
}
