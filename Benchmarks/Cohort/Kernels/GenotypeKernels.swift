import ByteIO
import VCF

/// Finds who carries the alternate allele of each record, from GT.
struct CallsKernel: Kernel {
  private let batches: [RecordBatch]
  private var carriers = AlleleCarriers()

  init(_ input: KernelInput) { batches = input.batches }

  mutating func run() throws -> Int {
    var found = 0
    for batch in batches {
      let text = batch.chunk.text.span
      for record in batch.records {
        try carriers.decode(
          record, text, alleleIndex: 1, sampleCount: batch.header.samples.count)
        found += carriers.count
      }
    }
    return found
  }
}

/// Reads the dosages of the alternate allele of each record, from DS or GP.
struct DosagesKernel: Kernel {
  private let batches: [RecordBatch]
  private let field: AlleleDosages.Field
  private var dosages = AlleleDosages()

  init(_ input: KernelInput, _ field: AlleleDosages.Field) {
    batches = input.batches
    self.field = field
  }

  mutating func run() throws -> Int {
    var found = 0
    for batch in batches {
      let text = batch.chunk.text.span
      for record in batch.records {
        try dosages.decode(
          record, text, field: field, alleleIndex: 1, sampleCount: batch.header.samples.count)
        found += dosages.values.count
      }
    }
    return found
  }
}
