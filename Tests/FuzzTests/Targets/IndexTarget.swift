import ByteIO
import VCF

/// Reads a damaged index, and its file by what the index says.
struct IndexTarget {
  let scratch: Scratch

  func run(_ input: FuzzInput) throws -> Outcome {
    let path = try scratch.write(input.indexed, to: "input.vcf.gz")
    do {
      let index = try GenomeIndexFile(
        path: scratch.path(input.name), dataSize: input.indexed.count)
      var choices = Choices(seed: input.salt)
      var queries: [GenomeIndexFile.Query] = []
      for contig in 0...index.contigNames.count {
        let start = choices.oneIn(4) ? choices.below(1 << 62) : 90 + choices.below(60)
        queries.append((contig, start..<start + choices.number(1...(1 << 40))))
      }
      _ = index.recordCount
      let parts = try VCFFileReader(path: path).parts(target: choices.number(200...4000))
      for (part, next) in zip(parts, parts.dropFirst()) {
        try promise(
          !part.bounds.isEmpty && part.bounds.upperBound == next.bounds.lowerBound,
          "parts of a file do not follow each other")
      }
      for membership in [GenomeIndexFile.Membership.overlapping, .beginning] {
        let ranges = index.ranges(queries, records: membership)
        for (range, next) in zip(ranges, ranges.dropFirst()) {
          try promise(
            range.upperBound >> 16 < next.lowerBound >> 16, "ranges overlap or do not ascend")
        }
        let reader = try VCFFileReader(path: path)
        try reader.restrict(to: ranges)
        while let batch = try reader.nextBatch() {
          for record in batch.records { _ = record.span(in: batch.chunk.text.span) }
        }
      }
      return .accepted(input.kind)
    } catch let error as VCFError {
      try checkMessage(error)
      return .refused(input.kind, VariantTarget.rule(error))
    }
  }
}
