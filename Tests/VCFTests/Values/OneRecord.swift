import ByteIO
import Foundation
import Testing
import VCF

/// One record with its header, as a file of a version would hold it.
struct OneRecord {
  let batch: RecordBatch
  let bounds: RecordBounds

  var header: VCFHeader { batch.header }

  /// Reads a line whose columns may be separated by spaces.
  init(
    _ line: String, version: String = "4.5", meta: [String] = [], samples: [String] = []
  ) throws {
    let header = headerText(samples: samples, meta: meta)
      .replacing("VCFv4.2", with: "VCFv" + version)
    let file = try ScratchFile(header + line.replacing(" ", with: "\t") + "\n")
    batch = try #require(try readBatches(file.path).first)
    bounds = try #require(batch.records.first, "\(batch.rejected)")
  }

  func info(_ key: String) throws(VCFError) -> FieldValue? {
    try bounds.info(key, header, batch.chunk.text.span)
  }

  func format(_ key: String, _ sample: Int = 0) throws(VCFError) -> FieldValue? {
    try bounds.format(key, sample: sample, header, batch.chunk.text.span)
  }

  func genotype(_ sample: Int = 0) -> Genotype? {
    bounds.genotype(sample: sample, in: batch.chunk.text.span)
  }

  /// The record as one that can be changed.
  var owned: OwnedRecord { OwnedRecord(bounds, batch.chunk.text.span, header: header) }
}

extension OwnedRecord {
  /// The line as it would be written, its columns separated by spaces.
  var written: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes.dropLast(), as: UTF8.self).replacing("\t", with: " ")
  }
}

/// A line that defines an INFO or FORMAT key.
func definition(_ column: String, _ id: String, _ number: String, _ type: String) -> String {
  "##\(column)=<ID=\(id),Number=\(number),Type=\(type),Description=\"\">"
}

/// Where bcftools stands; tests that compare with it are skipped by name where it does not.
let bcftools = "/usr/bin/bcftools"
let hasBcftools = FileManager.default.isExecutableFile(atPath: bcftools)

/// The records of a file that has lines to be refused, in a file without these.
func recordsAlone(_ path: String) throws -> ScratchFile {
  let reader = try VCFFileReader(path: path)
  var text = VCFWriter.header(reader.header)
  while let batch = try reader.nextBatch() { VCFWriter.append(batch, to: &text) }
  return try ScratchFile(text)
}
