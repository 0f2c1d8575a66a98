import ByteIO
import Genomics
import ReferenceGenome
import TestSupport
import VCF
import VariantNormalisation

/// Annotates texts with texts, batch by batch as the engine does.
struct Annotating {
  let folder: TemporaryFolder
  let genome: ReferenceGenome?
  var fields: [AnnotationField]
  var rules = AnnotationRules()
  /// Lines of a batch, of the knowledge and of the variants.
  var batchSize = 1_000_000

  /// - Parameter fields: `source` or `source>target`; a target `ID` is the column.
  init(
    _ fields: String..., fasta: String? = nil, _ change: (inout AnnotationRules) -> Void = { _ in }
  ) throws {
    let folder = try TemporaryFolder()
    genome = try fasta.map { try ReferenceGenome(path: folder.write($0, to: "reference.fa")) }
    self.folder = folder
    self.fields = fields.map { field in
      let names = field.split(separator: ">").map(String.init)
      let target = names[names.count - 1]
      return AnnotationField(source: names[0], target: target == "ID" ? .id : .info(target))
    }
    change(&rules)
  }

  /// What came out.
  struct Result {
    var header = ""
    var lines: [String] = []
    var counts = AnnotationCounts()
    var unknownContigs = 0
    /// For each line the columns ID and INFO.
    var said: [String] {
      lines.map { line in
        let cells = line.split(separator: "\t")
        return "\(cells[2]) \(cells[7])"
      }
    }
  }

  private func batches(_ text: String, _ name: String) throws -> (VCFHeader, [RecordBatch]) {
    let header = try VCFFileReader(path: folder.write(text, to: name)).header
    let lines = text.split(separator: "\n").dropFirst(header.lineCount).map { Array($0.utf8) }
    var batches: [RecordBatch] = []
    for start in stride(from: 0, to: max(lines.count, 1), by: batchSize) {
      let piece = Array(lines.dropFirst(start).prefix(batchSize).joined(separator: [0x0A]))
      batches.append(
        RecordBatch(
          header: header,
          chunk: TextChunk(
            index: batches.count, text: piece + (piece.isEmpty ? [] : [0x0A]),
            origins: [TextOrigin(textOffset: 0, virtualOffset: 0)])))
    }
    return (header, batches)
  }

  func gather(_ text: String, _ name: String = "knowledge") throws -> KnowledgeStore {
    let (header, batches) = try batches(text, name + ".vcf")
    let gatherer = try KnowledgeGatherer(
      header, fields: fields, genome: genome, assembly: .grch38)
    var file = KnowledgeFile(gatherer.fields)
    var bytes = file.beginning()
    for batch in batches { bytes += try file.add(gatherer.entries(batch)) }
    return try KnowledgeStore(path: folder.write(bytes + file.ending(), to: name + ".known"))
  }

  func run(_ text: String, _ stores: [KnowledgeStore]) throws -> Result {
    let (header, batches) = try batches(text, "variants.vcf")
    let annotator = try VariantAnnotator(
      header, stores, rules: rules, genome: genome, assembly: .grch38)
    var result = Result()
    result.header = String(decoding: annotator.header.text, as: UTF8.self)
    for batch in batches {
      let annotated = try annotator.annotated(batch)
      var output: [UInt8] = []
      VCFWriter.append(annotated.records, to: &output)
      result.lines += String(decoding: output, as: UTF8.self).split(separator: "\n").map(
        String.init)
      result.counts.total += annotated.counts.total
      result.counts.annotated += annotated.counts.annotated
      result.counts.alleles += annotated.counts.alleles
      result.counts.known += annotated.counts.known
      result.unknownContigs += annotated.unknownContigs
      let span = annotated.records.chunk.text.span
      for record in annotated.records.records {
        // The index over a line that was written is what scanning it gives.
        let scanned = scanLine(span, from: Int(record.start))
        precondition(scanned.end == record.end)
        for tab in 0..<9 { precondition(scanned.tabs[tab] == record.tabs[tab], "tab \(tab)") }
      }
    }
    return result
  }

  func run(_ text: String, knowledge: String...) throws -> Result {
    try run(text, knowledge.enumerated().map { try gather($0.element, "knowledge\($0.offset)") })
  }
}
