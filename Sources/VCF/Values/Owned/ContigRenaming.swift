import ByteIO

/// Other names for contigs, wherever a record names them.
package struct ContigRenaming: Sendable {
  private let names: [[UInt8]: [UInt8]]

  /// From the name in the file to the name meant.
  package init(_ names: [String: String]) {
    self.names = Dictionary(
      uniqueKeysWithValues: names.map { (Array($0.key.utf8), Array($0.value.utf8)) })
  }

  /// Whether every contig keeps its name.
  package var isEmpty: Bool { names.isEmpty }

  /// The other name of a contig; nil when it keeps its own.
  package func name(_ contig: [UInt8]) -> [UInt8]? { names[contig] }

  /// Appends a list of alternate alleles with other names for the mates of its breakends.
  ///
  /// - Complexity: O(n) in the length of the list.
  package func append(
    alternates text: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]
  ) {
    var copied = range.lowerBound
    var opened: Int?
    for offset in range where text[offset] == UInt8(ascii: "[") || text[offset] == UInt8(ascii: "]")
    {
      guard let start = opened else {
        opened = offset + 1
        continue
      }
      opened = nil
      guard let colon = lastOffset(of: UInt8(ascii: ":"), in: text, start..<offset) else {
        continue
      }
      var contig: [UInt8] = []
      contig.append(text, start..<colon)
      guard let name = names[contig] else { continue }
      output.append(text, copied..<start)
      output += name
      copied = colon
    }
    output.append(text, copied..<range.upperBound)
  }
}
