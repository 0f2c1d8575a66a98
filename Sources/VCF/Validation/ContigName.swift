import ByteIO

/// Names of contigs, as `##contig` lines, CHROM and breakends state them.
enum ContigName {
  /// Whether a range holds a name.
  ///
  /// VCFv4.1 and VCFv4.2 (§1.4.1) forbid whitespace and colons. VCFv4.3 took up the names of SAM;
  /// its conformance files refuse `:` and `*` anywhere, VCFv4.4 and later allow them inside.
  static func isValid(
    _ text: Span<UInt8>, _ range: Range<Int>, _ version: SpecificationVersion
  ) -> Bool {
    guard !range.isEmpty else { return false }
    if version >= .v43 {
      let first = text[range.lowerBound]
      if first == UInt8(ascii: "*") || first == UInt8(ascii: "=") { return false }
    }
    for offset in range {
      let byte = text[offset]
      guard byte > 0x20, byte < 0x7F, !isForbidden(byte, version) else { return false }
    }
    return true
  }

  /// The characters a name may not hold, for messages.
  static func forbidden(_ version: SpecificationVersion) -> String {
    switch version {
    case .v41, .v42: "'<', '>', ',' and ':'"
    case .v43: "\\ , \" ` ' ( ) [ ] { } < > : *"
    case .v44, .v45: "\\ , \" ` ' ( ) [ ] { } < >"
    }
  }

  @inline(__always)
  private static func isForbidden(_ byte: UInt8, _ version: SpecificationVersion) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ","):
      true
    case UInt8(ascii: ":"):
      version <= .v43
    case UInt8(ascii: "*"):
      version == .v43
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      version >= .v43
    default: false
    }
  }
}
