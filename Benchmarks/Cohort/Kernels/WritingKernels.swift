import ByteIO
import VCF

/// Copies the lines of records to the text that is written.
struct CopyLinesKernel: Kernel {
  private let batches: [RecordBatch]

  init(_ input: KernelInput) { batches = input.batches }

  mutating func run() throws -> Int {
    var bytes = 0
    for batch in batches {
      var output: [UInt8] = []
      output.reserveCapacity(batch.chunk.text.count + 1)
      VCFWriter.append(batch, to: &output)
      bytes += output.count
    }
    return bytes
  }
}

/// Packs text into BGZF blocks of level 6.
struct CompressKernel: Kernel {
  private let blocks: [TextBlock]
  private let compressor: BGZFCompressor

  init(_ input: KernelInput) throws {
    blocks = input.blocks
    compressor = try BGZFCompressor(level: 6)
  }

  mutating func run() throws -> Int {
    var output: [UInt8] = []
    for block in blocks { _ = compressor.compress(block.text.span, appendingTo: &output) }
    return output.count
  }
}
