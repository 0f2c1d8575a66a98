extension VCFHeader {
  /// A header with other names for contigs and with some of the samples; lines about samples that are removed
  /// (`##SAMPLE`, `##PEDIGREE`) go with them.
  ///
  /// - Parameters:
  ///   - contigNames: From the name in the file to the name meant.
  ///   - columns: Which samples stay, as indices into ``samples``, in their new order; nil for all.
  package func rewritten(
    contigNames: [String: String], columns: [Int]? = nil
  ) throws(VCFError) -> VCFHeader {
    var lines = text.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    for meta in metaLines where meta.key == "contig" {
      guard let name = meta["ID"], let other = contigNames[name] else { continue }
      lines[meta.line - 1] = Self.replaceID(in: lines[meta.line - 1], name, by: other)
    }
    if let columns {
      let end = lines[lines.count - 1].hasSuffix("\r") ? "\r" : ""
      let names = Self.fixedColumns + ["FORMAT"] + columns.map { samples[$0] }
      lines[lines.count - 1] = "#" + names.joined(separator: "\t") + end
      let removed = Set(samples).subtracting(columns.map { samples[$0] })
      for meta in metaLines.reversed() where Self.names(meta, oneOf: removed) {
        lines.remove(at: meta.line - 1)
      }
    }
    return try VCFHeaderParser.parse(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// Whether a line is about one of some samples.
  private static func names(_ meta: MetaLine, oneOf samples: Set<String>) -> Bool {
    guard meta.key == "SAMPLE" || meta.key == "PEDIGREE", let fields = meta.fields else {
      return false
    }
    return fields.contains { samples.contains($0.value) }
  }

  private static func replaceID(in line: String, _ name: String, by other: String) -> String {
    let key = "ID=" + name
    guard let start = line.firstRange(of: key) else { return line }
    return line.replacingCharacters(of: start, with: "ID=" + other)
  }
}

extension String {
  /// The text with a range of it replaced.
  fileprivate func replacingCharacters(of range: Range<Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
