extension VCFHeader {
  /// A header without the `##` lines of some kinds, such as `contig`.
  package func removing(_ keys: Set<String>) throws(VCFError) -> VCFHeader {
    let numbers = Set(metaLines.filter { keys.contains($0.key) }.map(\.line))
    if numbers.isEmpty { return self }
    let kept = text.split(separator: UInt8(ascii: "\n")).enumerated()
      .filter { !numbers.contains($0.offset + 1) }
    return try VCFHeaderParser.parse(Array(kept.map(\.element).joined(separator: [0x0A])) + [0x0A])
  }

  /// A header with further `##` lines before its column line; a line whose kind and ID stand there already replaces
  /// the one that does.
  ///
  /// - Parameter metaLines: The lines without their ends, `##` included.
  /// - Throws: The first broken rule of the header.
  package func adding(_ metaLines: [String]) throws(VCFError) -> VCFHeader {
    if metaLines.isEmpty { return self }
    var lines = text.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    let hasReturns = lines.last?.hasSuffix("\r") ?? false
    for added in metaLines {
      let meta = MetaLine(String(added.dropFirst(2)), line: 0)
      let line = hasReturns ? added + "\r" : added
      let known = self.metaLines.first { $0.key == meta.key && $0["ID"] == meta["ID"] }
      if let known, meta["ID"] != nil {
        lines[known.line - 1] = line
      } else {
        lines.insert(line, at: lines.count - 1)
      }
    }
    return try VCFHeaderParser.parse(Array((lines.joined(separator: "\n") + "\n").utf8))
  }
}
