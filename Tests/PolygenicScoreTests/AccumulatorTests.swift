import PolygenicScore
import TestSupport
import Testing

struct AccumulatorTests {
  private func scorer() throws -> PolygenicScorer {
    let header = MatchingTests.header
    let a = try scoringFile("A", [header] + (1...40).map { "1\t\($0)\tG\tA\t0.\($0)" })
    let b = try scoringFile(
      "B", [header] + (1...40).map { "X\t\($0)\t\($0 % 9 == 0 ? "T" : "A")\t\t1.\($0)" })
    return PolygenicScorer(try ScoreIndex([a, b]), scoringRules: ScoringRules(haploid: .observed))
  }

  private func cohort() -> Cohort {
    var random = SeededGenerator(seed: 5)
    let calls = ["0/0", "0|1", "1/1", "./.", "0", "1", "."]
    let records = ["1", "X"].flatMap { contig in
      (1...40).map { position in
        Cohort.record(
          contig, position, "A", "G",
          (0..<7).map { _ in calls[Int.random(in: 0..<(contig == "1" ? 4 : 7), using: &random)] })
      }
    }
    return Cohort(samples: (0..<7).map { "s\($0)" }, records: records)
  }

  @Test("An accumulator survives encoding to the bit, at every point of the input")
  func encoding() throws {
    let scorer = try scorer()
    var sum = ScoreAccumulator(scorer.index)
    #expect(try ScoreAccumulator(sum.encoded(), scorer.index) == sum)
    for batch in try cohort().batches(positionsPerBatch: 9) {
      var refused: [PolygenicScorer.RefusedRecord] = []
      try scorer.add([try scorer.score(batch, refused: &refused)], to: &sum)
      #expect(try ScoreAccumulator(sum.encoded(), scorer.index) == sum)
    }
    #expect(sum.samples?.count == 7)
  }

  @Test("Damaged or foreign bytes are refused, wherever they are damaged")
  func damage() throws {
    let scorer = try scorer()
    let bytes = try scorer.score(try cohort().batches()).encoded()
    for length in stride(from: 0, to: bytes.count, by: 97) {
      let error = #expect(throws: PolygenicScoreError.self) {
        try ScoreAccumulator(Array(bytes[..<length]), scorer.index)
      }
      #expect(error?.code == .accumulator)
    }
    #expect(throws: PolygenicScoreError.self) { try ScoreAccumulator(bytes + [0], scorer.index) }
    let other = try ScoreIndex([scorer.index.files[0]])
    #expect(throws: PolygenicScoreError.self) { try ScoreAccumulator(bytes, other) }
    // Any damaged byte either shows or leaves a well-formed accumulator; none traps.
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      _ = try? ScoreAccumulator(damaged, scorer.index)
    }
  }

  @Test("Chunks change nothing: sums and counts are equal to the bit")
  func chunking() throws {
    let scorer = try scorer()
    let whole = try scorer.results(cohort())
    for size in [1, 2, 7, 39] {
      let parts = try scorer.results(cohort(), positionsPerBatch: size)
      #expect(parts.outcomes == whole.outcomes)
      #expect(parts.summaries == whole.summaries)
      #expect(parts.totals == whole.totals)
    }
  }

  @Test("A position that comes twice is named")
  func repeatedPosition() throws {
    let scorer = try scorer()
    var twice = cohort()
    twice.records.append(twice.records[4])
    for size in [1, Int.max] {
      let error = #expect(throws: PolygenicScoreError.self) {
        try scorer.results(twice, positionsPerBatch: size)
      }
      #expect(error?.code == .repeatedPosition)
      #expect(error?.message.contains("1:5 ") == true)
    }
  }

  @Test("Reading the same positions again and again fails before memory grows")
  func repeatedForever() throws {
    let scorer = try scorer()
    let batches = try cohort().batches(positionsPerBatch: 5)
    var sum = ScoreAccumulator(scorer.index)
    let error = #expect(throws: PolygenicScoreError.self) {
      for _ in 0..<100 {
        for batch in batches {
          var refused: [PolygenicScorer.RefusedRecord] = []
          try scorer.add([try scorer.score(batch, refused: &refused)], to: &sum)
        }
      }
    }
    #expect(error?.code == .repeatedPosition)
  }

  @Test("Files with other samples are refused without naming them")
  func differentSamples() throws {
    let scorer = try scorer()
    var other = cohort()
    other.samples.swapAt(0, 1)
    var sum = try scorer.score(try cohort().batches())
    let late = try scorer.score(try other.batches())
    let error = #expect(throws: PolygenicScoreError.self) { try scorer.merge(late, into: &sum) }
    #expect(error?.code == .differentSamples)
    #expect(error?.message.contains("s1") == false)
  }
}
