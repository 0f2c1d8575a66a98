import ByteIO
import VCF

/// Inflates BGZF blocks, checksums included.
struct InflateKernel: Kernel {
  private let packed: [RawBlock]

  init(_ input: KernelInput) { packed = input.packed }

  mutating func run() throws -> Int {
    var bytes = 0
    for block in packed { bytes += try block.inflated().text.count }
    return bytes
  }
}

/// Cuts text into whole lines; a copy of the text is in it, as blocks come unshared when a file is read.
struct CutLinesKernel: Kernel {
  private let blocks: [TextBlock]

  init(_ input: KernelInput) { blocks = input.blocks }

  mutating func run() throws -> Int {
    var cutter = LineCutter(keepingPositionsTogether: true)
    var chunks = 0
    for block in blocks where try cutter.append(block) != nil { chunks += 1 }
    return chunks + (cutter.finish() == nil ? 0 : 1)
  }
}

/// Finds the records of a text.
struct IndexRecordsKernel: Kernel {
  private let batches: [RecordBatch]

  init(_ input: KernelInput) { batches = input.batches }

  mutating func run() throws -> Int {
    batches.reduce(0) { $0 + RecordBatch(header: $1.header, chunk: $1.chunk).records.count }
  }
}

/// Judges records under all rules of the specification.
struct ValidateKernel: Kernel {
  private let batches: [RecordBatch]

  init(_ input: KernelInput) { batches = input.batches }

  mutating func run() throws -> Int {
    guard let header = batches.first?.header else { return 0 }
    var reader = StrictReader(header: header)
    let violations = batches.reduce(0) { $0 + reader.violations(of: $1).count }
    guard violations == 0 else { throw KernelFailure.brokenInput }
    return batches.count
  }
}

/// Thrown when a kernel did not do its work; its figures count for nothing.
enum KernelFailure: Error {
  case brokenInput
}
