import ByteIO
package import Genomics

/// The sequences of a FASTA file, plain or packed with bgzip, for reading any part of them.
///
/// The index beside the file (`.fai`, and `.gzi` of a packed one) is read; where there is none it is
/// made, and kept beside the file if that folder can be written to.
package final class ReferenceGenome: Sendable {
  /// The path, as error messages name it.
  package let path: String
  /// The sequences.
  package let index: FastaIndex
  private let file: MappedFile
  private let blocks: BlockOffsets?
  private let numbers: [String: Int]
  /// By the name that all spellings of a chromosome share; nil where sequences share it too.
  private let numbersOfChromosomes: [String: Int]
  private let assembly: Assembly?

  /// Opens a file.
  ///
  /// - Parameter assembly: The build that reconciles names such as `chr1` and `1`; nil to take them as
  ///   they are.
  /// - Throws: What is wrong with the file or with an index beside it.
  package init(path: String, assembly: Assembly? = nil) throws(ReferenceError) {
    self.path = path
    self.assembly = assembly
    let compression: Compression
    do throws(ByteIOError) {
      file = try MappedFile(path: path)
      compression = try file.compression
    } catch {
      throw ReferenceError(error)
    }
    if compression == .gzip {
      throw ReferenceError(
        "the file is packed with gzip, which can only be read from its beginning; pack it with "
          + "bgzip", path: path)
    }
    blocks = compression == .bgzf ? try Self.blocks(of: file) : nil
    index = try Self.index(of: file, blocks)
    var numbers: [String: Int] = [:]
    var chromosomes: [String: Int] = [:]
    var ambiguous: Set<String> = []
    for (number, contig) in index.contigs.enumerated() {
      numbers[contig.name] = number
      guard let assembly else { continue }
      let name = assembly.canonicalName(of: contig.name)
      if chromosomes.updateValue(number, forKey: name) != nil { ambiguous.insert(name) }
    }
    for name in ambiguous { chromosomes[name] = nil }
    self.numbers = numbers
    numbersOfChromosomes = chromosomes
    try checkFit()
  }

  /// The number of a sequence by its name, or by another spelling of the chromosome that it is; nil where the file
  /// has none.
  package func contig(named name: String) -> Int? {
    if let number = numbers[name] { return number }
    return assembly.flatMap { numbersOfChromosomes[$0.canonicalName(of: name)] }
  }

  /// Appends bases as they stand in the file; what lies outside the sequence is left out.
  ///
  /// - Parameter range: Positions from 0, half-open.
  /// - Complexity: O(n); for a packed file also the inflating of each block that is touched.
  package func append(
    contig number: Int, _ range: Range<Int>, to bases: inout [UInt8]
  ) throws(ReferenceError) {
    let contig = index.contigs[number]
    var position = max(range.lowerBound, 0)
    let end = min(range.upperBound, contig.length)
    guard position < end else { return }
    if let blocks {
      let first = contig.textOffset(of: position)
      let last = contig.textOffset(of: end - 1) + 1
      let (text, start) = try text(first..<last, blocks)
      while position < end {
        let lineEnd = min((position / contig.lineBases + 1) * contig.lineBases, end)
        let offset = contig.textOffset(of: position) - start
        bases.append(text.span, offset..<offset + lineEnd - position)
        position = lineEnd
      }
    } else {
      while position < end {
        let lineEnd = min((position / contig.lineBases + 1) * contig.lineBases, end)
        let offset = contig.textOffset(of: position)
        file.append(offset..<offset + lineEnd - position, to: &bases)
        position = lineEnd
      }
    }
  }

  /// Gives back the memory that a part of the file takes, once its bases were copied; nothing of a packed file.
  ///
  /// - Parameter range: Positions from 0, half-open.
  package func release(contig number: Int, _ range: Range<Int>) {
    let contig = index.contigs[number]
    let end = min(range.upperBound, contig.length)
    guard blocks == nil, range.lowerBound < end else { return }
    file.release(contig.textOffset(of: range.lowerBound)..<contig.textOffset(of: end - 1) + 1)
  }

  /// The text of the blocks that hold a range, and the offset at which it begins.
  private func text(
    _ range: Range<Int>, _ blocks: BlockOffsets
  ) throws(ReferenceError) -> (text: [UInt8], start: Int) {
    var number = blocks.block(ofText: range.lowerBound)
    let start = blocks.text[number]
    var text: [UInt8] = []
    do throws(ByteIOError) {
      while start + text.count < range.upperBound, number < blocks.packed.count {
        try file.appendBlock(at: blocks.packed[number], to: &text)
        number += 1
      }
    } catch {
      throw ReferenceError(error)
    }
    guard start + text.count >= range.upperBound else { throw staleIndex() }
    return (text, start)
  }

  /// An index that was made of another file shows by its offsets.
  private func checkFit() throws(ReferenceError) {
    let size: Int
    if let blocks {
      do throws(ByteIOError) {
        let last = blocks.packed.count - 1
        guard blocks.packed[last] < file.count else { throw staleGuard() }
        size = blocks.text[last] + (try file.blockSize(at: blocks.packed[last])).text
      } catch {
        throw staleIndex()
      }
    } else {
      size = file.count
    }
    for contig in index.contigs where contig.length > 0 {
      guard contig.textOffset(of: contig.length - 1) < size else { throw staleIndex() }
      guard blocks == nil else { continue }
      var before: [UInt8] = []
      file.append(contig.offset - 1..<contig.offset + 1, to: &before)
      guard before[0] == UInt8(ascii: "\n"), before[1] > UInt8(ascii: ">") else {
        throw staleIndex()
      }
    }
  }

  private func staleGuard() -> ByteIOError { ByteIOError(.corrupted, "", path: path) }

  private func staleIndex() -> ReferenceError {
    ReferenceError(
      "the index beside the file is not that of this file; remove \(path).fai"
        + "\(blocks == nil ? "" : " and \(path).gzi"), and it is made anew", path: path)
  }
}

extension ReferenceGenome {
  private static func blocks(of file: MappedFile) throws(ReferenceError) -> BlockOffsets {
    let path = file.path + ".gzi"
    if let bytes = try content(of: path) {
      if let blocks = BlockOffsets(parsing: bytes) { return blocks }
      throw ReferenceError(
        "this is no index of a BGZF file; remove it, and it is made anew", path: path)
    }
    let blocks = try BlockOffsets(of: file)
    keep(blocks.encoded, at: path)
    return blocks
  }

  private static func index(
    of file: MappedFile, _ blocks: BlockOffsets?
  ) throws(ReferenceError) -> FastaIndex {
    let path = file.path + ".fai"
    if let text = try content(of: path) { return try FastaIndex(parsing: text, path: path) }
    var indexer = FastaIndexer(path: file.path)
    if let blocks {
      for offset in blocks.packed {
        var text: [UInt8] = []
        do throws(ByteIOError) {
          try file.appendBlock(at: offset, to: &text)
        } catch {
          throw ReferenceError(error)
        }
        try indexer.add(text)
      }
    } else {
      let step = 1 << 20
      for start in stride(from: 0, to: file.count, by: step) {
        var text: [UInt8] = []
        file.append(start..<min(start + step, file.count), to: &text)
        try indexer.add(text)
      }
    }
    let index = try indexer.finish()
    keep(index.encoded, at: path)
    return index
  }

  /// The bytes of a file; nil where there is none.
  private static func content(of path: String) throws(ReferenceError) -> [UInt8]? {
    guard FileStamp(path) != nil else { return nil }
    do throws(ByteIOError) {
      let file = try MappedFile(path: path)
      var bytes: [UInt8] = []
      file.append(0..<file.count, to: &bytes)
      return bytes
    } catch {
      throw ReferenceError(error)
    }
  }

  /// Puts an index beside the file. A folder that cannot be written to costs making it again, nothing else.
  private static func keep(_ bytes: [UInt8], at path: String) {
    do throws(ByteIOError) {
      let file = try DurableFile(path: path)
      try file.append(bytes)
      try file.commit()
    } catch {
      return
    }
  }
}
