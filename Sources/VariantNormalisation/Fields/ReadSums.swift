import ByteIO

/// Counts of reads that are added up when alleles are left out or become one.
enum ReadSums {
  /// Appends the counts of the alleles kept, those of others added to them; what is missing adds nothing.
  static func append(
    _ text: Span<UInt8>, _ values: [Range<Int>], _ change: borrowing AlleleChange,
    to output: inout [UInt8]
  ) {
    for (allele, source) in change.sources.enumerated() {
      if allele > 0, source >= values.count { break }
      if allele > 0 { output.append(FieldCutter.comma) }
      guard source >= 0, source < values.count, let own = parseInteger(text, values[source])
      else {
        output.append(FieldCutter.dot)
        continue
      }
      var sum = own
      for pair in change.added where pair.allele == allele && pair.source < values.count {
        sum = sum.addingReportingOverflow(parseInteger(text, values[pair.source]) ?? 0).partialValue
      }
      output += Array(String(sum).utf8)
    }
  }
}
