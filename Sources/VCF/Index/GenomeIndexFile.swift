import ByteIO

/// A tabix (`.tbi`) or CSI (`.csi`) index that stands beside a BGZF file: where in the file the records
/// of a region are (SAM specification §5, tabix and CSI specifications).
package struct GenomeIndexFile: Sendable {
  /// What was found beside a file.
  package struct Finding: Sendable {
    /// The index; nil when there is none that can be used.
    package let index: GenomeIndexFile?
    /// Why one that is there is not used.
    package let remark: String?
  }

  /// What the bytes of an index say.
  struct Content {
    var format: GenomeIndex.Format
    var scheme: BinningScheme
    var contigNames: [[UInt8]]
    var contigs: [IndexedContig]
  }

  /// Most bytes an index may have, unpacked.
  package static let maximumSize = 1 << 28

  /// Where it stands.
  package let path: String
  /// Bytes of the index file.
  package let size: Int
  private let content: Content

  /// Reads an index of a file.
  ///
  /// - Throws: `file`, with the path of the index, when it cannot be read, is damaged, or is not about
  ///   VCF or a file of that size.
  package init(path: String, dataSize: Int) throws(VCFError) {
    self.path = path
    size = FileStamp(path)?.size ?? 0
    do throws(VCFError) {
      var parser = GenomeIndexParser(try Self.unpack(path), dataSize: dataSize)
      content = try parser.parse()
    } catch {
      var located = error
      if located.path == nil { located.path = path }
      throw located
    }
  }

  /// Looks for `<path>.tbi`, then `<path>.csi`. An index older than its file is not used.
  package static func beside(path: String) throws(VCFError) -> Finding {
    var remark: String?
    guard let data = FileStamp(path) else { return Finding(index: nil, remark: nil) }
    for format in GenomeIndex.Format.allCases {
      let indexPath = path + "." + format.rawValue
      guard let stamp = FileStamp(indexPath) else { continue }
      guard stamp.modified >= data.modified else {
        remark =
          remark
          ?? "the .\(format.rawValue) index is older than the file and is not used; make it anew, "
          + "for example with 'tabix -f -p vcf'"
        continue
      }
      let index = try GenomeIndexFile(path: indexPath, dataSize: data.size)
      return Finding(index: index, remark: nil)
    }
    return Finding(index: nil, remark: remark)
  }

  /// The format.
  package var format: GenomeIndex.Format { content.format }
  /// Names of the contigs, by their numbers in this index.
  package var contigNames: [[UInt8]] { content.contigNames }
  /// Records of the file; nil when the index does not count those of every contig.
  package var recordCount: Int? {
    var sum = 0
    for contig in contigs {
      guard let count = contig.recordCount else { return nil }
      let (next, overflow) = sum.addingReportingOverflow(count)
      if overflow { return nil }
      sum = next
    }
    return sum
  }

  /// Records of a contig; nil when the index does not count them.
  package func recordCount(contig: Int) -> Int? {
    contigs.indices.contains(contig) ? contigs[contig].recordCount : 0
  }

  var scheme: BinningScheme { content.scheme }
  var contigs: [IndexedContig] { content.contigs }

  private static func unpack(_ path: String) throws(VCFError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      // Indexes pack to about a fifth.
      bytes.reserveCapacity(min(5 * (FileStamp(path)?.size ?? 0), maximumSize))
      while let block = try reader.next() {
        bytes += try block.inflated().text
        guard bytes.count <= maximumSize else {
          throw ByteIOError(
            .unsupportedFormat, "the index is larger than \(maximumSize) bytes", path: path)
        }
      }
    } catch {
      throw VCFError(error)
    }
    return bytes
  }
}
