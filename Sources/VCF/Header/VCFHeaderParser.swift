/// Reads the header of a VCF file (VCFv4.1 to VCFv4.5, §1.2 to §1.5).
struct VCFHeaderParser {
  /// What the lines say.
  struct Content {
    var fileFormat = ""
    var metaLines: [MetaLine] = []
    var contigs: [ContigDefinition] = []
    var infos: [String: FieldDefinition] = [:]
    var formats: [String: FieldDefinition] = [:]
    var filters: [String] = []
    var samples: [String] = []
    var hasGenotypes = false
    var lineCount = 0
    var remarks: [VCFError] = []
  }

  private var content = Content()
  private var contigNames: Set<String> = []
  private static let columnNames = VCFHeader.fixedColumns.joined(separator: ", ")

  /// Reads all lines of a header.
  ///
  /// - Parameter text: The file up to the end of its `#CHROM` line, or up to the first line that does
  ///   not begin with `#`.
  /// - Throws: The first broken rule, with its line.
  static func parse(_ text: [UInt8]) throws(VCFError) -> VCFHeader {
    var parser = VCFHeaderParser()
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for bytes in lines {
      parser.content.lineCount += 1
      let line = String(
        decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
      if parser.content.lineCount == 1 { try parser.readFileFormat(line) }
      if line.hasPrefix("##") {
        parser.readMetaLine(line)
      } else {
        try parser.readColumns(line)
        return VCFHeader(parser.content, text: text)
      }
    }
    throw parser.error(
      "#CHROM", "the file ends within its header: there is no #CHROM line; was it cut off?")
  }

  private func error(_ field: String, _ message: String) -> VCFError {
    VCFError(.header, field: field, message, line: content.lineCount)
  }

  private mutating func readFileFormat(_ line: String) throws(VCFError) {
    let prefix = "##fileformat="
    guard line.hasPrefix(prefix) else {
      throw error(
        "fileformat",
        line.utf8.starts(with: [0xEF, 0xBB, 0xBF])
          ? "the file begins with a byte-order mark; save it without one"
          : line.hasPrefix("BCF")
            ? "this is a BCF file; convert it with 'bcftools view -Oz'"
            : "the first line must be ##fileformat=VCFv4.x; is this a VCF file?")
    }
    content.fileFormat = String(line.dropFirst(prefix.count))
    guard
      ["VCFv4.0", "VCFv4.1", "VCFv4.2", "VCFv4.3", "VCFv4.4", "VCFv4.5"]
        .contains(content.fileFormat)
    else {
      throw error(
        "fileformat",
        "this version of VCF is not supported; VCFv4.1 to VCFv4.5 are: convert it "
          + "with bcftools view")
    }
  }

  private mutating func readMetaLine(_ line: String) {
    let meta = MetaLine(String(line.dropFirst(2)), line: content.lineCount)
    content.metaLines.append(meta)
    if !line.contains("=") {
      content.remarks.append(error("##", "a meta line has the form ##key=value"))
    }
    let structured = ["INFO", "FORMAT", "FILTER", "contig", "ALT"]
    guard structured.contains(meta.key) else { return }
    guard let id = meta["ID"], !id.isEmpty else {
      content.remarks.append(error(meta.key, "a line of this kind has the form <ID=…,…>"))
      return
    }
    switch meta.key {
    case "contig": readContig(id, meta)
    case "FILTER": content.filters.append(id)
    case "INFO": readDefinition(id, meta, into: \.infos)
    case "FORMAT": readDefinition(id, meta, into: \.formats)
    default: break
    }
  }

  private mutating func readContig(_ id: String, _ meta: MetaLine) {
    guard contigNames.insert(id).inserted else {
      content.remarks.append(error("contig", "this contig is declared twice"))
      return
    }
    content.contigs.append(
      ContigDefinition(name: id, length: meta["length"].flatMap(Self.length)))
  }

  /// A length as a header states it; nil for what is no number of bases.
  private static func length(_ text: String) -> Int? {
    Int(text).flatMap { $0 >= 0 && $0 <= 1 << 48 ? $0 : nil }
  }

  private mutating func readDefinition(
    _ id: String, _ meta: MetaLine, into map: WritableKeyPath<Content, [String: FieldDefinition]>
  ) {
    guard let number = meta["Number"].flatMap(FieldNumber.init),
      let type = meta["Type"].flatMap(FieldType.init), let description = meta["Description"]
    else {
      content.remarks.append(
        error(meta.key, "a definition needs ID, Number, Type and Description"))
      return
    }
    if content[keyPath: map][id] != nil {
      content.remarks.append(error(meta.key, "this key is defined twice"))
      return
    }
    content[keyPath: map][id] = FieldDefinition(
      id: id, number: number, type: type, description: description)
  }

  private mutating func readColumns(_ line: String) throws(VCFError) {
    guard line.hasPrefix("#") else {
      if let broken = content.metaLines.last, broken.value.hasPrefix("<"),
        !broken.value.hasSuffix(">")
      {
        throw VCFError(
          .header, field: broken.key,
          "the line begins a structured value '<…' that a line break ends before its '>'; write it "
            + "on one line", line: broken.line)
      }
      throw error(
        "#CHROM",
        "the header has no #CHROM line before this line; a line of the header begins with ## and "
          + "has the form ##key=value, and the column line ends it")
    }
    let columns = line.dropFirst().split(separator: "\t", omittingEmptySubsequences: false)
    let names = columns.prefix(VCFHeader.fixedColumns.count).map(String.init)
    guard names == VCFHeader.fixedColumns else {
      throw error(
        "#CHROM",
        "the column line must begin with #\(Self.columnNames) in this order, separated "
          + "by tabs")
    }
    content.hasGenotypes = columns.count > names.count
    guard content.hasGenotypes else { return }
    guard columns[names.count] == "FORMAT" else {
      throw error("FORMAT", "column 9 must be FORMAT when there are sample columns")
    }
    content.samples = columns.dropFirst(names.count + 1).map(String.init)
    guard !content.samples.isEmpty else {
      throw error("FORMAT", "there is a FORMAT column but no sample follows; remove it or add them")
    }
    // By their bytes: two spellings of an accent are two names.
    var columnOf: [[UInt8]: Int] = [:]
    for (index, sample) in content.samples.enumerated() {
      let column = index + names.count + 2
      guard !sample.isEmpty else {
        throw error("#CHROM", "the sample in column \(column) has no name")
      }
      if let other = columnOf.updateValue(column, forKey: Array(sample.utf8)) {
        throw VCFError(
          .duplicateSample, field: "#CHROM",
          "columns \(other) and \(column) bear the same sample name; names must differ",
          line: content.lineCount)
      }
    }
  }
}
