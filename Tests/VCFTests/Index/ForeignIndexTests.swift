import Foundation
import TestSupport
import Testing
import VCF

@Suite(
  "Indexes that tabix and bcftools have written",
  .enabled(if: isInstalled("tabix") && isInstalled("bcftools"), "needs tabix and bcftools"))
struct ForeignIndexTests {
  static let commands = [
    "tabix -p vcf", "tabix -C -p vcf", "bcftools index -t", "bcftools index -c -m 14",
    "bcftools index -c -m 10", "bcftools index -c -m 17",
  ]

  @Test("Random regions give the lines that tabix gives", arguments: commands)
  func likeTabix(command: String) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let file = try IndexedFile(RandomVariants(3000, seed: seed), seed: seed)
      try file.run(command)
      let index = try file.index()
      #expect(
        index.format == (command.contains("-t") || command.hasPrefix("tabix -p") ? .tbi : .csi))
      #expect(index.recordCount == file.variants.records.count)
      var random = SeededGenerator(seed: seed + 50)
      for _ in 0..<12 {
        let region = file.variants.region(&random)
        let expected = try file.run(
          "tabix", "\(region.contig):\(region.range.lowerBound + 1)-\(region.range.upperBound)")
        #expect(try read([region], file, index).joined() == expected, "\(region)")
      }
    }
  }

  @Test("Any number of regions gives the records that overlap one", arguments: commands)
  func likeScan(command: String) throws {
    let file = try IndexedFile(RandomVariants(3000, seed: 8), seed: 8)
    try file.run(command)
    let index = try file.index()
    var random = SeededGenerator(seed: 9)
    for count in [1, 1, 1, 1, 2, 3, 5, 20, 60] {
      let regions = (0..<count).map { _ in file.variants.region(&random) }
      for membership in [GenomeIndexFile.Membership.overlapping, .beginning] {
        let lines = try read(regions, file, index, membership)
        #expect(lines == file.variants.lines(regions, membership).map { $0 + "\n" })
      }
    }
  }

  @Test("A contig longer than a .tbi index can hold is read by .csi")
  func longContig() throws {
    let contigs = [("long", 2_000_000_000), ("short", 1_000_000)]
    let file = try IndexedFile(RandomVariants(2000, seed: 3, contigs: contigs), seed: 3)
    try file.run("tabix -C -p vcf")
    let index = try file.index()
    var random = SeededGenerator(seed: 4)
    for _ in 0..<10 {
      let region = file.variants.region(&random)
      let expected = file.variants.lines([region]).map { $0 + "\n" }
      #expect(try read([region], file, index) == expected)
    }
  }

  @Test("Contigs are counted, those without records too", arguments: commands)
  func counts(command: String) throws {
    let file = try IndexedFile(RandomVariants(900, seed: 6), seed: 6)
    try file.run(command)
    let index = try file.index()
    for (number, name) in index.contigNames.enumerated() {
      let expected = file.variants.records.filter { Array($0.contig.utf8) == name }.count
      #expect(index.recordCount(contig: number) == expected)
    }
    #expect(index.recordCount(contig: 1000) == 0)
  }

  @Test("A file without records has an index that finds none")
  func noRecords() throws {
    let file = try IndexedFile(RandomVariants(0, seed: 1), seed: 1)
    try file.run("tabix -p vcf")
    let index = try file.index()
    #expect(index.recordCount == 0)
    #expect(index.ranges([(0, 0..<1000)]).isEmpty)
  }

  private func read(
    _ regions: [(contig: String, range: Range<Int>)], _ file: IndexedFile,
    _ index: GenomeIndexFile, _ membership: GenomeIndexFile.Membership = .overlapping
  ) throws -> [String] {
    let batches = try file.batches(regions, index, membership).batches
    return file.lines(batches) { contig, span in
      regions.contains {
        $0.contig == contig
          && (membership == .beginning
            ? $0.range.contains(span.lowerBound) : $0.range.overlaps(span))
      }
    }.map { $0 + "\n" }
  }
}
