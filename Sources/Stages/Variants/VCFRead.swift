import ByteIO
import Genomics
import JSONText
package import PipelineModel
import VCF

/// Reads variant records from VCF files (`vcf.read`).
package struct VCFRead: ReaderStage {
  /// How much of the specification is checked.
  enum Validation: String, CaseIterable, Sendable {
    /// What later stages rely on: columns, POS, REF, ALT, QUAL.
    case lenient
  }

  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles,
    "The VCF files: plain, gzip or BGZF; `-` is standard input.")
  private static let build = Setting<Assembly>(
    required: "build", .oneOf, "The genome build of the positions.")
  private static let samples = Setting<[String]?>(
    optional: "samples", .list(of: .string),
    "The samples to keep, in this order; without it all are kept.")
  private static let regions = Setting<RegionChoice?>(
    optional: "regions", .regions, role: .referenceFiles,
    "Keeps records whose reference allele overlaps a region; positions count from 1, in a BED file from 0."
  )
  private static let validation = Setting<Validation>(
    "validation", .oneOf, default: .lenient, shown: "\"lenient\"",
    "How much is checked: `lenient` checks the columns, POS, REF, ALT and QUAL of every record.")
  private static let rename = Setting<[String: String]?>(
    optional: "rename", .contigNames,
    "Other names for contigs, from the name in the file to the name meant; `chr1` and `1` need none."
  )

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "vcf.read", shape: .reader, "Reads variant records from VCF files.",
    outputs: [OutputPort("variants", .variants, "The records, in the order of each file.")],
    settings: [filesSetting, build, samples, regions, validation, rename] + ReaderSettings.all)

  /// The input files.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the records.
  package let outputs: [String: EdgeType]
  private let assembly: Assembly
  private let samples: [String]?
  private let regions: RegionChoice?
  private let contigNames: [String: String]

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    _ = try context[Self.validation]
    samples = try context[Self.samples]
    regions = try context[Self.regions]
    contigNames = try context[Self.rename] ?? [:]
    assembly = try context[Self.build]
    files = try context[Self.filesSetting]
    outputs = [
      "variants": EdgeType(
        .variants, attributes: [EdgeAttribute.build: assembly.rawValue], privacy: .identifiable)
    ]
    if let samples, Set(samples).count < samples.count {
      context.refuse(Self.samples, "names a sample twice", remedy: "name each sample once")
    }
  }

  /// Opens a file and reads its header.
  package func open(
    paths: [String], resources: StageResources
  ) throws(StageError) -> any ShardReader {
    guard let path = paths.first, paths.count == 1 else {
      throw StageError(.internal, "each VCF file is a shard of its own")
    }
    let file: VCFFileReader
    do throws(VCFError) {
      file = try VCFFileReader(path: path)
      if var contradiction = file.header.contradiction(to: assembly) {
        contradiction.path = file.path
        throw contradiction
      }
    } catch {
      throw StageError(error)
    }
    var table = ContigTable(assembly: assembly, aliases: contigNames)
    let set = try regions?.set(
      files: resources.files(Self.regions), numberedBy: &table)
    let rewriter = try rewriter(for: file.header, path: file.path)
    return VariantShardReader(
      file, regions: set.map { RegionFilter(regions: $0, contigs: table) }, rewriter: rewriter)
  }

  private func rewriter(
    for header: VCFHeader, path: String
  ) throws(StageError) -> RecordRewriter? {
    if samples == nil, contigNames.isEmpty { return nil }
    var columns: [Int]?
    if let samples {
      var missing: [Int] = []
      var found: [Int] = []
      for (entry, sample) in samples.enumerated() {
        if let column = header.samples.firstIndex(of: sample) {
          found.append(column)
        } else {
          missing.append(entry + 1)
        }
      }
      guard missing.isEmpty else {
        let entries = missing.prefix(10).map(String.init).joined(separator: ", ")
        throw StageError(
          .input,
          "the file does not have \(missing.count) of the samples in \"samples\" (entries "
            + "\(entries) of the list)", remedy: "compare the list with the #CHROM line",
          file: path, line: header.lineCount, field: "#CHROM")
      }
      columns = found
    }
    do throws(VCFError) {
      return try RecordRewriter(header, columns: columns, contigNames: contigNames)
    } catch {
      throw StageError(error)
    }
  }
}

extension SettingType where Value == [String: String] {
  /// An object from contig names in files to the names meant.
  fileprivate static let contigNames = SettingType(
    phrase: "an object such as {\"NC_000001.11\": \"chr1\"}",
    schema: ["type": "object", "additionalProperties": ["type": "string", "minLength": 1]]
  ) { node, decoder in
    guard let members = node.members else {
      decoder.wrongType(node, expected: "an object such as {\"NC_000001.11\": \"chr1\"}")
      return nil
    }
    var names: [String: String] = [:]
    for member in members {
      guard let name = member.value.string, !name.isEmpty, !name.contains(where: \.isWhitespace)
      else {
        decoder.refuse(
          member.value, "has no contig name for \"\(member.key)\"", remedy: "write it in quotes")
        return nil
      }
      names[member.key] = name
    }
    return names
  }
}
