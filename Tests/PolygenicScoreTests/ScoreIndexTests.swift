import PolygenicScore
import TestSupport
import Testing

struct ScoreIndexTests {
  @Test("Lookups agree with a dictionary from every cursor")
  func lookups() throws {
    var random = SeededGenerator(seed: 11)
    var files: [ScoringFile] = []
    var expected: [UInt64: [ScoreIndex.Entry]] = [:]
    for score in 0..<3 {
      var lines = ["#pgs_id=S\(score)", "chr_name\tchr_position\teffect_allele\teffect_weight"]
      for row in 0..<120 {
        let contig = Int.random(in: 1...24, using: &random)
        let position = Int.random(in: 1...15, using: &random)
        let name = contig == 23 ? "X" : contig == 24 ? "Y" : String(contig)
        lines.append("\(name)\t\(position)\tA\t1")
        let key = ScoreIndex.key(contig: UInt8(contig), position: position)
        expected[key, default: []].append(.init(score: UInt32(score), row: UInt32(row)))
      }
      files.append(try ScoringFile(Array(lines.joined(separator: "\n").utf8)))
    }
    let index = try ScoreIndex(files)
    var running = 0
    for contig in UInt8(1)...25 {
      for position in 0...17 {
        let key = ScoreIndex.key(contig: contig, position: position)
        for start in [0, running, Int.random(in: 0...400, using: &random)] {
          var cursor = start
          let slot = index.slot(of: key, from: &cursor)
          let found = slot.map { index.entries(ofSlot: $0).map { index.entry($0) } }
          #expect(found == expected[key])
        }
        _ = index.slot(of: key, from: &running)
      }
    }
  }

  @Test("Rows of all scores are numbered through")
  func numbering() throws {
    let header = "chr_name\tchr_position\teffect_allele\teffect_weight"
    let files = try [("A", 2), ("B", 1), ("C", 3)].map { name, rows in
      let lines = ["#pgs_id=\(name)", header] + (0..<rows).map { "1\t\($0 + 1)\tA\t1" }
      return try ScoringFile(Array(lines.joined(separator: "\n").utf8))
    }
    let index = try ScoreIndex(files)
    #expect(index.rowCount == 6)
    for number in 0..<6 { #expect(index.number(index.entry(number: number)) == number) }
    #expect(index.entry(number: 3) == ScoreIndex.Entry(score: 2, row: 0))
  }

  @Test("Two files with one identifier are refused")
  func repeatedScore() throws {
    let file = try ScoringFile(
      Array("#pgs_id=A\nchr_name\tchr_position\teffect_allele\teffect_weight\n1\t5\tA\t1".utf8))
    let error = #expect(throws: PolygenicScoreError.self) { try ScoreIndex([file, file]) }
    #expect(error?.code == .repeatedScore)
  }

  @Test("No scoring rows, no matches")
  func empty() throws {
    let index = try ScoreIndex([])
    var cursor = 0
    #expect(index.slot(of: ScoreIndex.key(contig: 1, position: 1), from: &cursor) == nil)
    #expect(index.rowCount == 0)
  }

  @Test(
    "Rows out of order are found at their positions, in the order of scores and rows",
    arguments: [1, 2, 7])
  func unordered(cores: Int) throws {
    var random = SeededGenerator(seed: 21)
    let contigs = ["1", "2", "10", "22", "X", "Y", "MT"]
    let files = try (0..<6).map { number in
      let rows = (0..<400).map { _ in
        let contig = contigs.randomElement(using: &random) ?? "1"
        let position = Int.random(in: 1...200, using: &random) * 10_000_000
        return
          "\(contig)\t\(position)\tA\t\(Bool.random(using: &random) ? "G" : "GT")\t1"
      }
      return try ScoringFile(
        Array(
          ("#pgs_id=S\(number)\n#genome_build=GRCh38\n"
            + "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
            + rows.joined(separator: "\n") + "\n").utf8))
    }
    let index = try ScoreIndex(files, cores: cores)
    var expected: [UInt64: [ScoreIndex.Entry]] = [:]
    for (score, file) in files.enumerated() {
      for (number, row) in file.rows.enumerated() where row.canMatch {
        expected[ScoreIndex.key(contig: row.contig, position: Int(row.position)), default: []]
          .append(
            ScoreIndex.Entry(score: UInt32(score), row: UInt32(number)))
      }
    }
    var cursor = 0
    var found = 0
    for (key, entries) in expected {
      let slot = try #require(index.slot(of: key, from: &cursor))
      #expect(index.entries(ofSlot: slot).map { index.entry($0) } == entries)
      found += entries.count
    }
    #expect(found > 1500)
    #expect(
      (1...24).reduce(0) { $0 + index.positions(onContig: UInt8($1)).count } == expected.count)
  }
}
