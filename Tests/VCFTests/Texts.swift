import ByteIO
import Foundation
import VCF

/// The smallest header with these samples.
func headerText(samples: [String] = [], meta: [String] = []) -> String {
  let columns = VCFHeader.fixedColumns + (samples.isEmpty ? [] : ["FORMAT"] + samples)
  return (["##fileformat=VCFv4.2"] + meta + ["#" + columns.joined(separator: "\t")])
    .joined(separator: "\n") + "\n"
}

/// A file in the folder for temporary files, removed with the value.
final class ScratchFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    path = NSTemporaryDirectory() + "vcf-" + UUID().uuidString
    try Data(bytes).write(to: URL(filePath: path))
  }

  convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// All batches of a file.
func readBatches(_ path: String) throws(VCFError) -> [RecordBatch] {
  let reader = try VCFFileReader(path: path)
  var batches: [RecordBatch] = []
  while let batch = try reader.nextBatch() { batches.append(batch) }
  return batches
}

/// The one batch of a text with that header.
func batch(_ records: String, samples: [String] = []) throws -> RecordBatch {
  let file = try ScratchFile(headerText(samples: samples) + records)
  let reader = try VCFFileReader(path: file.path)
  var text: [UInt8] = []
  while let block = try reader.nextBlock() { text += try block.inflated().text }
  let origin = TextOrigin(textOffset: 0, virtualOffset: 0)
  return RecordBatch(
    header: reader.header, chunk: TextChunk(index: 0, text: text, origins: [origin]))
}
