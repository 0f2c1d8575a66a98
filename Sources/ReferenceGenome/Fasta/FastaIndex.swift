import ByteIO

/// Where the sequences of a FASTA file stand: the content of a `.fai` file (samtools-faidx(5)).
package struct FastaIndex: Sendable, Equatable {
  /// One sequence.
  package struct Contig: Sendable, Equatable {
    /// The name: the header line up to the first white space.
    package let name: String
    /// Bases.
    package let length: Int
    /// Offset of the first base in the text of the file.
    package let offset: Int
    /// Bases of every line but the last.
    package let lineBases: Int
    /// Bytes of every line but the last, its end included.
    package let lineBytes: Int

    /// A sequence.
    package init(name: String, length: Int, offset: Int, lineBases: Int, lineBytes: Int) {
      self.name = name
      self.length = length
      self.offset = offset
      self.lineBases = lineBases
      self.lineBytes = lineBytes
    }

    /// Offset in the text of a base, counted from 0.
    func textOffset(of base: Int) -> Int {
      lineBases == 0 ? offset : offset + base / lineBases * lineBytes + base % lineBases
    }
  }

  /// The sequences in the order of the file.
  package let contigs: [Contig]

  /// An index of sequences.
  package init(contigs: [Contig]) {
    self.contigs = contigs
  }

  /// Reads a `.fai` file.
  ///
  /// - Throws: The first line that is none of such a file.
  package init(parsing text: [UInt8], path: String) throws(ReferenceError) {
    var contigs: [Contig] = []
    var number = 0
    for line in text.split(separator: UInt8(ascii: "\n")) {
      number += 1
      let columns = String(decoding: line, as: UTF8.self).split(
        separator: "\t", omittingEmptySubsequences: false)
      let numbers = columns.dropFirst().prefix(4).compactMap { Int($0) }
      guard columns.count >= 5, numbers.count == 4, !columns[0].isEmpty,
        numbers.allSatisfy({ $0 >= 0 && $0 < 1 << 48 }),
        numbers[0] == 0 || numbers[2] > 0 && numbers[3] > numbers[2]
      else {
        throw ReferenceError(
          "this is no line of a FASTA index; remove the file, and it is made anew", path: path,
          line: number)
      }
      contigs.append(
        Contig(
          name: String(columns[0]), length: numbers[0], offset: numbers[1], lineBases: numbers[2],
          lineBytes: numbers[3]))
    }
    self.init(contigs: contigs)
  }

  /// The bytes of a `.fai` file.
  package var encoded: [UInt8] {
    var text = ""
    for contig in contigs {
      text +=
        "\(contig.name)\t\(contig.length)\t\(contig.offset)\t\(contig.lineBases)\t\(contig.lineBytes)\n"
    }
    return Array(text.utf8)
  }
}
