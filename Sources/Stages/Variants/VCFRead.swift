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
    /// Everything that the specification forbids.
    case strict
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
    "How much is checked: `lenient` checks the columns, POS, REF, ALT and QUAL of every record, and counts what else is amiss; `strict` refuses everything that the specification forbids, in the header, in each record and in their order."
  )
  private static let rename = Setting<[String: String]?>(
    optional: "rename", .contigNames,
    "Other names for contigs, from the name in the file to the name meant; `chr1` and `1` need none."
  )

  private static let shardSize = Setting<Int>(
    "shardSize", .size, default: 1 << 30, shown: "\"1GiB\"",
    "A BGZF file of at least twice this size is read in parts of about this size, each a task of its own, where sums or tables follow."
  )

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "vcf.read", shape: .reader, "Reads variant records from VCF files.",
    outputs: [OutputPort("variants", .variants, "The records, in the order of each file.")],
    settings: [filesSetting, build, samples, regions, validation, rename, shardSize]
      + ReaderSettings.all)

  /// The input files.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the records.
  package let outputs: [String: EdgeType]
  private let assembly: Assembly
  private let validation: Validation
  private let samples: [String]?
  private let regions: RegionChoice?
  private let contigNames: [String: String]
  private let shardSize: Int
  private let openedFiles = OpenedFiles()

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    validation = try context[Self.validation]
    samples = try context[Self.samples]
    regions = try context[Self.regions]
    contigNames = try context[Self.rename] ?? [:]
    assembly = try context[Self.build]
    shardSize = try context[Self.shardSize]
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
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    guard let path = paths.first, paths.count == 1 else {
      throw StageError(.internal, "each VCF file is a shard of its own")
    }
    if resources.part == nil, let reader = openedFiles.take(path) { return reader }
    let (file, options) = try opened(path, resources, wanted)
    return VariantShardReader(file, options)
  }

  /// The parts of a large file; strict reading needs its whole order, and regions leave most of it out.
  package func parts(of path: String, size: Int?) throws(StageError) -> [FilePart] {
    guard validation == .lenient, regions == nil, let size = size ?? FileStamp(path)?.size,
      size >= 2 * shardSize
    else { return [] }
    do throws(VCFError) {
      let parts = try VCFFileReader(path: path).parts(target: shardSize)
      return parts.enumerated().map { index, part in
        FilePart(number: index + 1, count: parts.count, bounds: part.bounds, place: part.place)
      }
    } catch {
      throw StageError(error)
    }
  }

  /// An index lets records go unread.
  package var leavesBytesUnread: Bool { true }

  /// What an index beside the file shows to be all that is read.
  package func decisiveBytes(
    of path: String, resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> DecisiveBytes? {
    let stamp = FileStamp(path)
    let (file, options) = try opened(path, resources, wanted)
    let ranges: [Range<Int>]?
    do throws(VCFError) {
      ranges = options.isRestricted ? try file.restrictedBytes() : nil
    } catch {
      throw StageError(error)
    }
    let known = Dictionary(
      uniqueKeysWithValues: file.blocksKept.map { (Int($0.key), $0.value) })
    if let stamp { openedFiles.keep(VariantShardReader(file, options), of: path, stamp) }
    return ranges.map { DecisiveBytes(ranges: $0, known: known) }
  }

  private func opened(
    _ path: String, _ resources: StageResources, _ wanted: [any WantedRecords]
  ) throws(StageError) -> (VCFFileReader, VariantShardReader.Options) {
    let file: VCFFileReader
    do throws(VCFError) {
      file = try VCFFileReader(path: path)
      try check(file)
    } catch {
      throw StageError(error)
    }
    var table = ContigTable(assembly: assembly, aliases: contigNames)
    let set = try regions?.set(files: resources.files(Self.regions), numberedBy: &table)
    var options = VariantShardReader.Options(
      regions: set.map { RegionFilter(regions: $0, contigs: table) },
      rewriter: try rewriter(for: file.header, path: file.path),
      rules: validation == .strict ? StrictRecordRules(header: file.header) : nil)
    do throws(VCFError) {
      if let part = resources.part {
        try file.restrict(to: [part.bounds])
        options.isRestricted = part.number > 1
      } else {
        try restrict(file, path: path, to: wanted, &options)
      }
    } catch {
      throw StageError(error)
    }
    return (file, options)
  }

  /// Checks the header against the declared build and, in strict reading, against the specification.
  private func check(_ file: VCFFileReader) throws(VCFError) {
    var violations = file.header.contradiction(to: assembly).map { [$0] } ?? []
    if violations.isEmpty, validation == .strict {
      violations = StrictHeader.violations(of: file.header)
    }
    guard var first = violations.first else { return }
    first.path = file.path
    if violations.count > 1 {
      first.message += " (and \(violations.count - 1) more in the header)"
    }
    throw first
  }

  /// Leaves records unread that an index shows to be unneeded.
  ///
  /// Strict reading judges every record, and so do promises about the whole input: then only `regions`,
  /// which the definition states itself, or nothing at all may be left out.
  private func restrict(
    _ file: VCFFileReader, path: String, to wanted: [any WantedRecords],
    _ options: inout VariantShardReader.Options
  ) throws(VCFError) {
    guard validation == .lenient, file.compression == .bgzf else { return }
    let positions = wanted.compactMap { $0 as? any WantedPositions }
    let mayLeaveOut = !contract.concernsWholeInput && positions.count == wanted.count
    let query = IndexQuery(
      regions: options.regions, wanted: mayLeaveOut ? positions : [], contigNames: contigNames)
    if !query.isEverything { try query.restrict(file, path: path, &options) }
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
