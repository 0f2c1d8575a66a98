internal import ByteIO
internal import FHIR
internal import PipelineModel
internal import Synchronization

/// Writes one file: batches are put into text and packed in parallel, and appended in order.
final class ResourceFileWriter: Sink {
  /// How resources stand in the file.
  enum Form: String, CaseIterable, Sendable {
    case ndjson
    case bundle
  }

  private let form: Form
  private let isPacked: Bool
  private let hasBegun = Mutex(false)

  init(_ form: Form, isPacked: Bool) {
    self.form = form
    self.isPacked = isPacked
  }

  /// The text of a batch, packed; of a Bundle, what stands between its batches comes later.
  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> [UInt8] {
    guard let batch = batch as? ResourceChunkBatch else {
      throw StageError(.internal, "a batch of resources was expected")
    }
    log.read(batch.recordCount)
    log.keep(batch.recordCount)
    return try encoded(batch.resources)
  }

  /// The text of resources, packed.
  func encoded(_ batch: ResourceBatch) throws(StageError) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(batch.text.count + 16 * batch.resources.count)
    for resource in batch.resources {
      if form == .bundle { text += Array(((text.isEmpty ? "" : ",\n") + "{\"resource\":").utf8) }
      appendLine(of: batch.text, resource.range, to: &text)
      text.append(form == .bundle ? UInt8(ascii: "}") : 0x0A)
    }
    return try packed(text)
  }

  /// Appends a resource without its line ends, and the space after them: JSON has none within strings.
  private func appendLine(of text: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
    guard text[range].contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      output.append(contentsOf: text[range])
      return
    }
    var isAfterLineEnd = false
    for byte in text[range] {
      if byte == 0x0A || byte == 0x0D {
        isAfterLineEnd = true
      } else if !isAfterLineEnd || byte > 0x20 {
        isAfterLineEnd = false
        output.append(byte)
      }
    }
  }

  func absorb(_ partial: [UInt8], into output: any TaskOutput) throws(StageError) {
    if form == .bundle, !partial.isEmpty {
      let isFirst = hasBegun.withLock { begun in
        defer { begun = true }
        return !begun
      }
      try append(isFirst ? Self.bundleStart + ",\"entry\":[\n" : ",\n", to: output)
    }
    try output.append(partial, to: "file", suffix: "")
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    if form == .bundle {
      try append(hasBegun.withLock { $0 } ? "\n]}\n" : Self.bundleStart + "}\n", to: output)
    }
    if isPacked { try output.append(BGZFCompressor.endOfFile, to: "file", suffix: "") }
  }

  private static let bundleStart = "{\"resourceType\":\"Bundle\",\"type\":\"collection\""

  private func append(_ text: String, to output: any TaskOutput) throws(StageError) {
    try output.append(try packed(Array(text.utf8)), to: "file", suffix: "")
  }

  private func packed(_ text: [UInt8]) throws(StageError) -> [UInt8] {
    guard isPacked, !text.isEmpty else { return text }
    var packed: [UInt8] = []
    do throws(ByteIOError) {
      _ = try BGZFCompressor(level: 6).compress(text.span, appendingTo: &packed)
    } catch {
      throw StageError(reading: error)
    }
    return packed
  }
}
