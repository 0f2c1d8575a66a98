import FHIR

/// What became of a document that came in blocks.
struct DocumentReading {
  var resources: [String] = []
  var lines: [Int] = []
  var faults: [ResourceFault] = []
  var dropped: [String: Int] = [:]
  var readCount = 0
  var largestChunk = 0

  /// Reads a document whose text comes in blocks of some bytes.
  init(_ text: [UInt8], blockSize: Int = 1 << 16, reader: ResourceReader = ResourceReader()) {
    var decoder = UTF16Decoder()
    var cutter: DocumentCutter?
    var line = 0
    var offset = 0
    while offset < text.count {
      let block = decoder.decode(Array(text[offset..<min(offset + blockSize, text.count)]))
      var current = cutter ?? DocumentCutter(isFromUTF16: decoder.isUTF16)
      if let chunk = current.append(block) { add(chunk, reader, &line) }
      cutter = current
      offset += blockSize
    }
    var current = cutter ?? DocumentCutter()
    if let chunk = current.append(decoder.finish()) { add(chunk, reader, &line) }
    for chunk in current.finish() { add(chunk, reader, &line) }
  }

  /// Reads a text.
  init(_ text: String, blockSize: Int = 1 << 16, reader: ResourceReader = ResourceReader()) {
    self.init(Array(text.utf8), blockSize: blockSize, reader: reader)
  }

  private mutating func add(_ chunk: DocumentChunk, _ reader: ResourceReader, _ line: inout Int) {
    let reading = reader.read(chunk)
    readCount += reading.readCount
    largestChunk = max(largestChunk, chunk.text.count)
    for resource in reading.batch.resources {
      resources.append(String(decoding: reading.batch.text[resource.range], as: UTF8.self))
      lines.append(line + resource.line)
    }
    faults += reading.faults
    dropped.merge(reading.dropped) { $0 + $1 }
    line += chunk.lineCount
  }

  /// Whether every record is accounted for.
  var isBalanced: Bool {
    readCount == resources.count + faults.count + dropped.values.reduce(0, +)
  }
}
