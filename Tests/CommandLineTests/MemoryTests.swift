import Foundation
import TestSupport
import Testing

/// Memory is bounded by the settings, not by the input.
@Suite struct MemoryTests {
  /// Peak memory of a run over a VCF with so many records of 200 samples, in KiB.
  private func peak(records: Int) throws -> Int {
    let folder = try TemporaryFolder()
    let samples = (1...200).map { "s\($0)" }.joined(separator: "\t")
    var text = "##fileformat=VCFv4.3\n##contig=<ID=1,length=248956422>\n"
    text += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
    text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t\(samples)\n"
    let calls = Array(repeating: "0|1", count: 200).joined(separator: "\t")
    for record in 1...records { text += "1\t\(record * 10)\t.\tA\tG\t50\tPASS\t.\tGT\t\(calls)\n" }
    try folder.write(text, to: "in.vcf")
    try folder.write(
      """
      { "pipeline": "memory", "stages": {
        "all": { "use": "vcf.read", "with": { "files": "in.vcf", "build": "GRCh38" } },
        "good": { "use": "variants.filter", "from": "all", "with": { "passOnly": true } },
        "sites": { "use": "variants.table", "from": "good", "with": { "columns": ["CHROM", "POS"] } },
        "file": { "use": "vcf.write", "from": "good" } },
        "publish": { "sites.csv": { "from": "sites", "privacy": "identifiable" },
          "good.vcf.gz": { "from": "file", "privacy": "identifiable" } } }
      """, to: "memory.json")
    let measure = """
      import resource, subprocess, sys
      code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
      print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """
    let result = try Program.run(
      "/usr/bin/env",
      ["python3", "-c", measure, Program.path, "run", "memory.json", "--jobs", "2"], in: folder.path
    )
    let words = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(words.first == 0, "\(result.errors)")
    return try #require(words.last)
  }

  @Test("twelve times the input needs no more than a few buffers more")
  func flat() throws {
    let small = try peak(records: 5_000)
    let large = try peak(records: 60_000)
    #expect(large < small + 24 * 1024, "\(small) KiB, then \(large) KiB")
  }
}
