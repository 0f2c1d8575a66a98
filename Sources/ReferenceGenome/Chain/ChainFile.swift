import ByteIO
package import Genomics

/// Which places of one genome are which places of another: the blocks of a UCSC chain file, plain or packed.
///
/// In the words of the format, the genome that is left is the target, the one that is reached the query.
package struct ChainFile: Sendable {
  /// A stretch without gaps.
  package struct Block: BitwiseCopyable, Sendable {
    /// First position in the old genome, from 0.
    package let start: Int
    /// Position behind the last.
    package let end: Int
    /// First position in the new genome, counted on the strand of the chain.
    package let target: Int
    /// The chain it belongs to.
    package let chain: Int32
  }

  /// What all blocks of a chain share.
  package struct Chain: Sendable, Equatable {
    /// How good the alignment is; where chains overlap, the best one counts.
    package let score: Double
    /// The contig of the new genome.
    package let contig: String
    /// Bases of that contig.
    package let contigLength: Int
    /// Whether it lies on the reverse strand there.
    package let isReversed: Bool
    /// The contig's length in the old genome.
    package let oldLength: Int
  }

  /// A position in the new genome.
  package struct Place: Equatable, Sendable {
    /// The chain that leads there.
    package let chain: Int
    /// The position from 0, counted on the forward strand.
    package let position: Int
  }

  /// The chains.
  package private(set) var chains: [Chain] = []
  /// For each old contig its blocks by their starts; of blocks that overlap the best chain's is first found.
  private var blocks: [[Block]] = []
  /// For each old contig, up to each block the farthest end of blocks so far.
  private var reach: [[Int]] = []
  private var numbers: [String: Int] = [:]
  private let assembly: Assembly?

  /// Reads a file.
  ///
  /// - Parameter assembly: The build of the old genome, which reconciles names of contigs; nil to take them as they are.
  package init(path: String, assembly: Assembly? = nil) throws(ReferenceError) {
    self.assembly = assembly
    var text: [UInt8] = []
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      while let block = try reader.next() { text += try block.inflated().text }
    } catch {
      throw ReferenceError(error)
    }
    var parser = ChainParser(path: path)
    var lines = ByteFields(0..<text.count, separatedBy: UInt8(ascii: "\n"))
    let span = text.span
    while let line = lines.next(in: span) { try parser.read(span, line) }
    try parser.finish()
    chains = parser.chains
    for (name, own) in parser.blocks.sorted(by: { $0.key < $1.key }) {
      let key = assembly?.canonicalName(of: name) ?? name
      if let number = numbers[key] {
        blocks[number] += own
      } else {
        numbers[key] = blocks.count
        blocks.append(own)
      }
    }
    for number in blocks.indices { sort(number) }
    guard !chains.isEmpty else {
      throw ReferenceError("the file holds no chain; is it a UCSC chain file?", path: path)
    }
  }

  private mutating func sort(_ number: Int) {
    let chains = chains
    blocks[number].sort {
      $0.start != $1.start
        ? $0.start < $1.start : chains[Int($0.chain)].score > chains[Int($1.chain)].score
    }
    var farthest = 0
    reach.append(
      blocks[number].map {
        farthest = max(farthest, $0.end)
        return farthest
      })
  }

  /// The number of a contig of the old genome; nil for one that no chain leads away from.
  package func contig(named name: String) -> Int? {
    numbers[assembly?.canonicalName(of: name) ?? name]
  }

  /// The block of the best chain that holds a position; nil where none does.
  ///
  /// - Complexity: O(log n), and the blocks that overlap there.
  package func block(contig: Int, position: Int) -> Block? {
    let own = blocks[contig]
    var best: Block?
    var index = own.partitionPoint { $0.start > position } - 1
    while index >= 0, reach[contig][index] > position {
      if own[index].end > position,
        best.map({ chains[Int($0.chain)].score < chains[Int(own[index].chain)].score }) ?? true
      {
        best = own[index]
      }
      index -= 1
    }
    return best
  }

  /// Where a position of the old genome lies in the new one; nil where no chain has it.
  package func lift(contig: Int, position: Int) -> Place? {
    block(contig: contig, position: position).map { place(of: position, in: $0) }
  }

  /// Where a position of a block lies in the new genome.
  package func place(of position: Int, in block: Block) -> Place {
    let chain = chains[Int(block.chain)]
    let onStrand = block.target + position - block.start
    return Place(
      chain: Int(block.chain),
      position: chain.isReversed ? chain.contigLength - 1 - onStrand : onStrand)
  }
}
