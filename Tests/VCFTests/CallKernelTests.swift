import CVectors
import TestSupport
import Testing

/// What the kernel reads of a row of cells.
private struct Reading: Equatable {
  var sample: UInt32
  var offset: Int
  var heterozygous: ArraySlice<UInt32>
  var homozygous: ArraySlice<UInt32>

  init(_ row: [UInt8], _ rule: call_rule, samples: Int) {
    var progress = call_progress()
    var heterozygous = [UInt32](repeating: .max, count: samples)
    var homozygous = heterozygous
    read_calls(row, row.count, rule, UInt32(samples), &progress, &heterozygous, &homozygous)
    sample = progress.sample
    offset = progress.offset
    self.heterozygous = heterozygous[..<Int(progress.heterozygous)]
    self.homozygous = homozygous[..<Int(progress.homozygous)]
  }
}

@Suite("The kernel that reads calls")
struct CallKernelTests {
  @Test(
    "Vector instructions read what plain ones do, up to the same odd cell",
    arguments: [false, true])
  func vectorsAgree(leads: Bool) {
    var random = SeededGenerator(seed: leads ? 7 : 8)
    for round in 0..<600 {
      let samples = Int.random(in: 1...400, using: &random)
      let alternates = ["0|0", "0/1", "1|1", "2|0", "3/3"].prefix(1 + round % 5)
      let oddShare = round % 3 == 0 ? 0.01 : 0
      let cells = (0..<samples).map { _ in
        var cell =
          Double.random(in: 0..<1, using: &random) < 0.8
          ? "0|0" : alternates.randomElement(using: &random) ?? "0|0"
        if Double.random(in: 0..<1, using: &random) < oddShare {
          cell =
            [".", "./.", "0", "0|1|1", "4|0", "0-1", "", "0|", "0|0x"].randomElement(using: &random)
            ?? "."
        }
        return leads && round % 4 != 3
          ? cell + ":" + String(repeating: "7", count: Int.random(in: 0...40, using: &random))
          : cell
      }
      let row = Array(cells.joined(separator: "\t").utf8)
      for allele in 0...3 as ClosedRange<UInt8> {
        var rule = call_rule(alleles: 4, allele: allele, leads: leads, portable: false)
        let vectors = Reading(row, rule, samples: samples)
        rule.portable = true
        #expect(vectors == Reading(row, rule, samples: samples), "\(round) \(allele)")
        if oddShare == 0 { #expect(vectors.sample == samples) }
      }
    }
  }

  @Test("Nothing is read beyond the row, wherever it ends")
  func everyLength() {
    let whole = Array(Array(repeating: "0|1:9", count: 40).joined(separator: "\t").utf8)
    for length in 0...whole.count {
      for leads in [false, true] {
        // An array of exactly the length: address sanitizing finds a read beyond it.
        let row = Array(whole[..<length])
        let reading = Reading(
          row, call_rule(alleles: 2, allele: 1, leads: leads, portable: false), samples: 40)
        #expect(reading.offset <= length + 1)
        #expect(reading.heterozygous.elementsEqual(0..<reading.sample))
      }
    }
  }
}
