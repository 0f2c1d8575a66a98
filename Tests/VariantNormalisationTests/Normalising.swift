import ByteIO
import Foundation
import ReferenceGenome
import TestSupport
import VCF
import VariantNormalisation

/// Runs the normaliser on texts, batch by batch as the engine does.
struct Normalising {
  let folder: TemporaryFolder
  let genome: ReferenceGenome?
  var rules = NormalisationRules()
  /// Lines of a batch.
  var batchSize = 1_000_000

  init(fasta: String? = nil, _ change: (inout NormalisationRules) -> Void = { _ in }) throws {
    let folder = try TemporaryFolder()
    genome = try fasta.map { try ReferenceGenome(path: folder.write($0, to: "reference.fa")) }
    self.folder = folder
    change(&rules)
  }

  /// What came out.
  struct Result {
    var header: String
    var lines: [String]
    var counts = NormalisationCounts()
    var refused: [String] = []
  }

  func run(_ text: String) throws -> Result {
    let reader = try VCFFileReader(path: folder.write(text, to: "input.vcf"))
    let normaliser = try VariantNormaliser(reader.header, rules: rules, genome: genome)
    let all = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropFirst(reader.header.lineCount).map(Array.init)
    let lines = all.last?.isEmpty == true ? all.dropLast() : all[...]
    var result = Result(
      header: String(decoding: normaliser.header.text, as: UTF8.self), lines: [])
    var held: [NormalisedBatch] = []
    func release(_ count: Int) {
      for batch in held.prefix(count) {
        let completed = normaliser.completed(batch)
        var output: [UInt8] = []
        VCFWriter.append(completed.records, to: &output)
        result.lines += String(decoding: output, as: UTF8.self).split(separator: "\n").map(
          String.init)
        result.counts.realigned += completed.counts.realigned
        result.counts.split += completed.counts.split
        result.counts.swapped += completed.counts.swapped
        result.counts.duplicates += completed.counts.duplicates
        let span = completed.records.chunk.text.span
        for record in completed.records.records {
          // The index over a line that was written is what scanning it gives.
          let scanned = scanLine(span, from: Int(record.start))
          precondition(scanned.end == record.end && Int(scanned.tabs[7]) == Int(record.tabs[7]))
          for tab in 0..<9 { precondition(scanned.tabs[tab] == record.tabs[tab], "tab \(tab)") }
        }
      }
      held.removeFirst(count)
    }
    for start in stride(from: 0, to: max(lines.count, 1), by: batchSize) {
      let piece = lines.dropFirst(start).prefix(batchSize)
      let bytes = Array(piece.joined(separator: [0x0A])) + (piece.isEmpty ? [] : [0x0A])
      let batch = RecordBatch(
        header: reader.header,
        chunk: TextChunk(
          index: 0, text: bytes, origins: [TextOrigin(textOffset: 0, virtualOffset: 0)]))
      result.refused += batch.rejected.map(\.rule.rawValue)
      let normalised = try normaliser.normalised(batch)
      result.refused += normalised.refused.map { $0.error.rule.rawValue }
      held.append(normalised)
      release(normaliser.settle(&held).finished)
    }
    release(held.count)
    return result
  }
}

/// A VCF with these records.
func vcf(_ records: [String], samples: [String] = [], meta: [String] = []) -> String {
  let columns = VCFHeader.fixedColumns + (samples.isEmpty ? [] : ["FORMAT"] + samples)
  let header = ["##fileformat=VCFv4.2"] + meta + ["#" + columns.joined(separator: "\t")]
  return (header + records).joined(separator: "\n") + "\n"
}

/// The line of a field's definition.
func definition(_ column: String, _ id: String, _ number: String, _ type: String) -> String {
  "##\(column)=<ID=\(id),Number=\(number),Type=\(type),Description=\"test\">"
}

/// Whether bcftools can be run.
let hasBcftools =
  (try? Program.run("/usr/bin/env", ["bcftools", "--version"], in: "/tmp"))?
  .exitCode == 0
