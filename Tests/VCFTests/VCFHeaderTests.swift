import ByteIO
import Foundation
import Genomics
import TestSupport
import Testing
import VCF

private func readHeader(_ text: String) throws -> VCFHeader {
  let file = try ScratchFile(text)
  return try VCFFileReader(path: file.path).header
}

@Suite("Headers of VCF files")
struct VCFHeaderTests {
  @Test("Definitions, contigs, filters and samples are read; the bytes are kept")
  func complete() throws {
    let text = headerText(
      samples: ["S1", "S2"],
      meta: [
        "##source=x=y", "##contig=<ID=chr1,length=248956422,assembly=GRCh38>",
        "##contig=<ID=other>", "##FILTER=<ID=q10,Description=\"Quality, below \\\"10\\\"\">",
        "##INFO=<ID=AF,Number=A,Type=Float,Description=\"Frequency, of <ALT>\">",
        "##INFO=<ID=DB,Number=0,Type=Flag,Description=\"dbSNP\",Source=\"x\">",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
        "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Depths\">",
      ])
    let header = try readHeader(text + "1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/0\t0/1\n")
    #expect(header.fileFormat == "VCFv4.2")
    #expect(header.samples == ["S1", "S2"] && header.columnCount == 11)
    #expect(header.contigs.map(\.name) == ["chr1", "other"])
    #expect(header.contigs[0].length == 248_956_422 && header.contigs[1].length == nil)
    #expect(header.filters == ["q10"])
    #expect(header.infos["AF"]?.number == .perAlternate && header.infos["AF"]?.type == .float)
    #expect(header.infos["AF"]?.description == "Frequency, of <ALT>")
    #expect(header.infos["DB"]?.number == .count(0))
    #expect(header.formats["AD"]?.number == .perAllele)
    #expect(header.metaLines.first?.key == "fileformat")
    #expect(header.metaLines[1].value == "x=y")
    #expect(header.metaLines[4]["Description"] == "Quality, below \"10\"")
    #expect(header.text == Array(text.utf8) && header.lineCount == 10)
    #expect(header.remarks.isEmpty)
  }

  @Test("Carriage returns and a missing last newline are accepted")
  func lineEnds() throws {
    let text = headerText(samples: ["S1"]).replacing("\n", with: "\r\n")
    #expect(try readHeader(text).samples == ["S1"])
    #expect(try readHeader(String(headerText().dropLast())).columnCount == 8)
  }

  @Test(
    "A broken header is refused with line and field",
    arguments: [
      ("#CHROM\tPOS\n", 1, "fileformat"),
      ("##fileformat=VCFv3.3\n", 1, "fileformat"),
      ("\u{FEFF}##fileformat=VCFv4.2\n", 1, "fileformat"),
      ("just text", 1, "fileformat"),
      ("BCF\u{2}\u{2}xx", 1, "fileformat"),
      ("##fileformat=VCFv4.2\n##x=y\n", 2, "#CHROM"),
      ("##fileformat=VCFv4.2\n##x=y", 2, "#CHROM"),
      ("##fileformat=VCFv4.2\n1\t5\t.\tA\tC\t.\t.\t.\n", 2, "#CHROM"),
      ("##fileformat=VCFv4.2\n\n#CHROM\n", 2, "#CHROM"),
      ("##fileformat=VCFv4.2\n#POS\tCHROM\n", 2, "#CHROM"),
      ("##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", 2, "#CHROM"),
      (headerText().replacing("INFO", with: "INFO\tFORMAT"), 2, "FORMAT"),
      (headerText().replacing("INFO", with: "INFO\tS1"), 2, "FORMAT"),
      (headerText(samples: ["secret", "b", "secret"]), 2, "#CHROM"),
      (headerText(samples: ["a", ""]), 2, "#CHROM"),
    ])
  func broken(text: String, line: Int, field: String) throws {
    let error = try #require(throws: VCFError.self) { try readHeader(text) }
    let rule: VCFError.Rule = text.contains("secret\tb") ? .duplicateSample : .header
    #expect(error.rule == rule && error.line == line && error.field == field, "\(error)")
    #expect(error.path != nil && !error.description.contains("secret"))
  }

  @Test("Definitions that are not in order are remarks, not errors")
  func remarks() throws {
    let header = try readHeader(
      headerText(meta: [
        "##INFO=<ID=AF,Number=A>", "##contig=<length=5>", "##nothing",
        "##INFO=<ID=X,Number=Z,Type=Float,Description=\"\">", "##contig=<ID=1>", "##contig=<ID=1>",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"open>",
      ]))
    #expect(header.remarks.map(\.line) == [2, 3, 4, 5, 7, 8])
    #expect(header.infos.isEmpty && header.contigs.count == 1)
  }

  @Test("A header that states another build contradicts the definition")
  func contradiction() throws {
    let header = try readHeader(
      headerText(meta: ["##contig=<ID=odd,length=9>", "##contig=<ID=chr1,length=249250621>"]))
    #expect(header.contradiction(to: .grch37) == nil)
    let error = try #require(header.contradiction(to: .grch38))
    #expect(error.line == 3 && error.message.contains("GRCh37"))
    #expect(try readHeader(headerText()).contradiction(to: .t2t) == nil)
  }

  @Test("A header longer than a block is read whole, and the records behind it")
  func longHeader() throws {
    let meta = (0..<30_000).map { "##contig=<ID=contig_number_\($0),length=\($0 + 1)>" }
    let file = try ScratchFile(headerText(meta: meta) + "1\t5\t.\tA\tC\t.\t.\t.\n")
    let batches = try readBatches(file.path)
    #expect(batches.map(\.records.count) == [1])
    #expect(batches[0].header.metaLines.count == 30_001)
  }

  @Test(
    "Every conformance file that must be accepted is read without a refused line",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func passedFiles() throws {
    let files = try conformanceFiles("passed")
    #expect(files.count > 20)
    for path in files {
      let batches = try readBatches(path)
      let rejected = batches.flatMap(\.rejected)
      #expect(rejected.isEmpty, "\(path): \(rejected)")
      for record in batches.flatMap(\.records) { #expect(record.position >= 0) }
    }
  }

  @Test(
    "Every conformance file that is wrong is read without a crash",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func failedFiles() throws {
    let files = try conformanceFiles("failed")
    #expect(files.count > 80)
    var refused = 0
    for path in files {
      do throws(VCFError) {
        let batches = try readBatches(path)
        var carriers = AlleleCarriers()
        for batch in batches {
          let text = batch.chunk.text.span
          if !batch.rejected.isEmpty { refused += 1 }
          for record in batch.records {
            _ = record.infoValue([0x41, 0x46], in: text)
            _ = record.span(in: text)
            _ = record.allele(1, in: text)
            if batch.header.hasGenotypes {
              try carriers.decode(
                record, text, alleleIndex: 0, sampleCount: batch.header.samples.count)
            }
          }
        }
      } catch {
        #expect(!error.message.isEmpty)
        refused += 1
      }
    }
    #expect(refused > 30)
  }

  private func conformanceFiles(_ verdict: String) throws -> [String] {
    var files: [String] = []
    for version in ["4.1", "4.2", "4.3", "4.5"] {
      let folder = SharedData.file("vcf/hts-specs/\(version)/\(verdict)")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      files += names.filter { $0.hasSuffix(".vcf") }.map { folder + "/" + $0 }
    }
    return files.sorted()
  }
}
