import ByteIO
import Foundation
import PolygenicScore
import VCF

/// A small cohort as VCF text.
struct Cohort {
  var samples: [String]
  /// Records in the order of the file, without line ends.
  var records: [String]

  var text: String {
    "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t"
      + samples.joined(separator: "\t") + "\n" + records.map { $0 + "\n" }.joined()
  }

  /// A record with genotypes.
  static func record(
    _ contig: String, _ position: Int, _ reference: String, _ alternatives: String,
    _ genotypes: [String], format: String = "GT", info: String = "."
  ) -> String {
    "\(contig)\t\(position)\t.\t\(reference)\t\(alternatives)\t.\t.\t\(info)\t\(format)\t"
      + genotypes.joined(separator: "\t")
  }

  /// The records in batches of at most `size` positions; records of a position stay together.
  func batches(positionsPerBatch size: Int = .max) throws -> [RecordBatch] {
    let header = try header()
    var batches: [RecordBatch] = []
    var lines: [String] = []
    var positions = 0
    var last: [Substring] = []
    func flush() {
      let text = Array(lines.map { $0 + "\n" }.joined().utf8)
      batches.append(
        RecordBatch(
          header: header, chunk: TextChunk(index: batches.count, text: text, origins: [])))
      lines = []
      positions = 0
    }
    for record in records {
      let place = Array(record.split(separator: "\t", maxSplits: 2).prefix(2))
      if place != last {
        if positions == size { flush() }
        positions += 1
      }
      last = place
      lines.append(record)
    }
    flush()
    return batches
  }

  private func header() throws -> VCFHeader {
    let folder = try TemporaryFolder()
    let path = folder.path("header.vcf")
    var empty = self
    empty.records = []
    try Data(empty.text.utf8).write(to: URL(filePath: path))
    return try VCFFileReader(path: path).header
  }
}

/// A folder that disappears with the value.
final class TemporaryFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "prs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
}

extension PolygenicScorer {
  /// Scores batches one after the other; refused records fail the test.
  func score(_ batches: [RecordBatch]) throws -> ScoreAccumulator {
    var sum = ScoreAccumulator(index, keeps: keeps)
    for batch in batches {
      var refused: [RefusedRecord] = []
      let part = try score(batch, refused: &refused)
      if let first = refused.first { throw first.error }
      try add([part], to: &sum)
    }
    return sum
  }

  /// Scores a cohort from beginning to end.
  func results(_ cohort: Cohort, positionsPerBatch: Int = .max) throws -> ScoreResults {
    try finish(try score(try cohort.batches(positionsPerBatch: positionsPerBatch)))
  }
}

extension ScoreResults {
  /// What became of every row of all scores.
  var outcomes: [RowOutcome] { (0..<index.rowCount).map { outcome(ofRow: $0) } }
}

/// A scoring file from rows; the first line names the columns.
func scoringFile(_ name: String, _ lines: [String]) throws -> ScoringFile {
  try ScoringFile(Array((["#pgs_id=\(name)"] + lines).joined(separator: "\n").utf8))
}
