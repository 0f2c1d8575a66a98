import ByteIO
package import Genomics
import JSONText
package import PipelineModel
import VCF

/// Regions that a definition lists, or the BED file that holds them.
package enum RegionChoice: Sendable, NamesFiles {
  /// The definition lists them.
  case listed([Region])
  /// They stand in a file.
  case file(PathPattern)

  /// The file, none for a list.
  package var namedFiles: [PathPattern] {
    if case .file(let path) = self { [path] } else { [] }
  }

  /// The regions as a set.
  ///
  /// - Parameters:
  ///   - files: The path of the BED file where there is one.
  ///   - table: Numbers for contigs.
  package func set(
    files: [String], numberedBy table: inout ContigTable
  ) throws(StageError) -> RegionSet {
    switch self {
    case .listed(let regions): return RegionSet(regions, numberedBy: &table)
    case .file:
      guard let path = files.first else {
        throw StageError(.internal, "the file of regions is not known to the task")
      }
      return RegionSet(try Self.read(path), numberedBy: &table)
    }
  }

  /// The regions of a BED file, plain or compressed.
  static func read(_ path: String) throws(StageError) -> [Region] {
    var text: [UInt8] = []
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      while let block = try reader.next() { text += try block.inflated().text }
    } catch {
      throw StageError(VCFError(error))
    }
    do throws(RegionError) {
      return try Region.readBED(String(decoding: text, as: UTF8.self))
    } catch {
      throw StageError(.input, error.message, file: path, line: error.line)
    }
  }
}

extension SettingType where Value == RegionChoice {
  /// A region or a list of them, or the path of a BED file.
  package static let regions = SettingType(
    phrase: "a region such as \"chr1:1000-2000\", a list of them, or the path of a BED file",
    schema: [
      "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"], "minItems": 1]]
    ]
  ) { node, decoder in
    if let text = node.string, text.hasSuffix(".bed") || text.hasSuffix(".bed.gz") {
      return SettingType<PathPattern>.path.decode(node, &decoder).map { .file($0) }
    }
    guard let texts = SettingType<[String]>.list(of: .string).decode(node, &decoder) else {
      return nil
    }
    let nodes = node.elements ?? [node]
    var regions: [Region] = []
    for (text, node) in zip(texts, nodes) {
      do throws(RegionError) {
        regions.append(try Region(parsing: text))
      } catch {
        decoder.diagnostics.error(
          "bad-value", "\(decoder.subject): \(error.message)",
          remedy: "write \"chr1\", \"chr1:1000-2000\", or the path of a file that ends in .bed",
          at: node.position)
      }
    }
    return regions.count == texts.count ? .listed(regions) : nil
  }
}
