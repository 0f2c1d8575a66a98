/// A version of the specification that rules depend on.
enum SpecificationVersion: Int, Comparable, Sendable {
  case v41 = 1
  case v42, v43, v44, v45

  /// The version a header declares; VCFv4.0 is judged as VCFv4.1.
  init(_ header: VCFHeader) {
    let minor = header.fileFormat.last.flatMap { Int(String($0)) } ?? 0
    self = SpecificationVersion(rawValue: minor) ?? (minor > 5 ? .v45 : .v41)
  }

  /// Whether the last line of a file must end with a line break.
  ///
  /// VCFv4.3 and VCFv4.4 ask for the break (§1.6), all versions for the order (§1.6.1). The text of
  /// VCFv4.5 asks for both, but its conformance file follows neither, so neither is refused
  /// there.
  var requiresLastLineBreak: Bool { self == .v43 || self == .v44 }

  /// Whether positions must ascend within a contig; see ``requiresLastLineBreak``.
  var requiresAscendingPositions: Bool { self < .v45 }

  static func < (left: SpecificationVersion, right: SpecificationVersion) -> Bool {
    left.rawValue < right.rawValue
  }
}
