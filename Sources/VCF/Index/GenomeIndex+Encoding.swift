/// The files' bytes (tabix and CSI specifications).
extension GenomeIndex {
  /// The bytes of the index, before they are packed as BGZF.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    var configuration: [UInt8] = []
    // VCF: contig in column 1, position in column 2, no end column, comments begin with '#'.
    for number in [2, 1, 2, 0, 35, 0] as [UInt32] { configuration.appendLittleEndian(number) }
    var names: [UInt8] = []
    for contig in contigs { names += contig.name + [0] }
    configuration.appendLittleEndian(UInt32(names.count))
    configuration += names
    switch format {
    case .tbi:
      bytes += Array("TBI\u{1}".utf8)
      bytes.appendLittleEndian(UInt32(contigs.count))
      bytes += configuration
    case .csi:
      bytes += Array("CSI\u{1}".utf8)
      bytes.appendLittleEndian(UInt32(scheme.windowShift))
      bytes.appendLittleEndian(UInt32(scheme.depth))
      bytes.appendLittleEndian(UInt32(configuration.count))
      bytes += configuration
      bytes.appendLittleEndian(UInt32(contigs.count))
    }
    for contig in contigs { encode(contig, &bytes) }
    bytes.appendLittleEndian(UInt64(0))
    return bytes
  }

  private func encode(_ contig: Contig, _ bytes: inout [UInt8]) {
    bytes.appendLittleEndian(UInt32(contig.bins.count + 1))
    for (bin, chunks) in contig.bins.sorted(by: { $0.key < $1.key }) {
      bytes.appendLittleEndian(bin)
      if format == .csi { bytes.appendLittleEndian(firstOffset(of: bin, contig)) }
      bytes.appendLittleEndian(UInt32(chunks.count / 2))
      for offset in chunks { bytes.appendLittleEndian(offset) }
    }
    bytes.appendLittleEndian(scheme.countingBin)
    if format == .csi { bytes.appendLittleEndian(UInt64(0)) }
    bytes.appendLittleEndian(UInt32(2))
    for number in [contig.firstOffset, contig.lastOffset, contig.count, 0] {
      bytes.appendLittleEndian(number)
    }
    if format == .tbi {
      bytes.appendLittleEndian(UInt32(contig.windowCount))
      for (number, step) in contig.windowSteps.enumerated() {
        let end =
          number + 1 < contig.windowSteps.count
          ? contig.windowSteps[number + 1].window : contig.windowCount
        for _ in step.window..<end { bytes.appendLittleEndian(step.offset) }
      }
    }
  }

  /// Smallest offset of a record that reaches into the first window of a bin.
  private func firstOffset(of bin: UInt32, _ contig: Contig) -> UInt64 {
    let window = scheme.positions(of: bin).lowerBound >> scheme.windowShift
    return contig.offset(ofWindow: window)
  }
}

extension [UInt8] {
  /// Appends the bytes of a number, the lowest first.
  fileprivate mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
    for index in 0..<number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> (8 * index)))
    }
  }
}
