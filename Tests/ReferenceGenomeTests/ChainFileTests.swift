import ByteIO
import Foundation
import ReferenceGenome
import TestSupport
import Testing

/// Places in chain files.
@Suite("Chain files")
struct ChainFileTests {
  @Test("Every position, on both strands, as counting by hand has it", arguments: 1...6)
  func positions(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var lines = ""
    var expected: [[Int?]] = []
    for (number, isReversed) in [false, true].enumerated() {
      var places: [Int?] = Array(repeating: nil, count: 5)
      var blocks = ""
      var target = 7
      let count = Int.random(in: 1...6, using: &generator)
      for block in 0..<count {
        let size = Int.random(in: 1...30, using: &generator)
        for _ in 0..<size {
          places.append(target)
          target += 1
        }
        if block == count - 1 {
          blocks += "\(size)\n\n"
        } else {
          let gap = Int.random(in: 0...4, using: &generator)
          let otherGap = Int.random(in: 0...4, using: &generator)
          places += Array(repeating: nil, count: gap)
          target += otherGap
          blocks += "\(size)\t\(gap)\t\(otherGap)\n"
        }
      }
      let end = places.count
      places += [nil, nil]
      let length = target + 11
      lines +=
        "chain 1000 chr\(number + 1) \(places.count) + 5 \(end) "
        + "chr\(number + 3) \(length) \(isReversed ? "-" : "+") 7 \(target) \(number)\n" + blocks
      expected.append(places.map { $0.map { isReversed ? length - 1 - $0 : $0 } })
    }
    let folder = try TemporaryFolder()
    let chain = try ChainFile(path: folder.write("# made up\n" + lines, to: "a.chain"))
    for (number, places) in expected.enumerated() {
      let contig = try #require(chain.contig(named: "chr\(number + 1)"))
      for (position, place) in places.enumerated() {
        #expect(chain.lift(contig: contig, position: position)?.position == place)
      }
    }
    #expect(chain.contig(named: "chr3") == nil)
  }

  @Test("Where chains overlap, the better one counts")
  func overlap() throws {
    let folder = try TemporaryFolder()
    let text =
      "chain 10 a 100 + 0 50 b 100 + 0 50 1\n50\n\nchain 20 a 100 + 10 20 c 100 + 0 10 2\n10\n"
    let chain = try ChainFile(path: folder.write(text, to: "a.chain"))
    let contig = try #require(chain.contig(named: "a"))
    let lifted = (0..<60).map { chain.lift(contig: contig, position: $0).map(\.chain) }
    #expect(lifted == (0..<60).map { $0 >= 50 ? nil : (10..<20).contains($0) ? 1 : 0 })
  }

  @Test(
    "Lines that are none of a chain file are refused, with their number",
    arguments: [
      ("", 0), ("chain 1 a 10 + 0 10 b 10 + 0 10 1\n5\n", 2), ("10\n", 1),
      ("chain 1 a 10 + 0 10 b 10 + 0 10\n", 1), ("chain 1 a 10 - 0 10 b 10 + 0 10 1\n10\n", 1),
      ("chain 1 a 10 + 0 10 b 10 + 0 10 1\n5 1\n", 2),
    ])
  func refused(text: String, line: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text.isEmpty ? "\n" : text, to: "a.chain")
    let error = #expect(throws: ReferenceError.self) { try ChainFile(path: path) }
    if line > 0, text.hasSuffix("5\n") || text.hasPrefix("10") { #expect(error?.line == line) }
  }
}
