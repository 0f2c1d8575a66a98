import ByteIO
import Genomics

/// One allele of ALT, by what it is (VCFv4.5 §1.6.1).
package enum Alternate: Sendable, Equatable {
  /// Bases, as written.
  case bases([UInt8])
  /// `*`: the allele is missing because of a deletion upstream.
  case overlappingDeletion
  /// `.`: there is no alternate allele.
  case missing
  /// `<*>`, or `<NON_REF>` in files that follow the older gVCF convention: any allele but those
  /// listed.
  case unspecified(Spelling)
  /// `<DEL>`, `<CNV:TR>`, or the name of a contig of an assembly file: the text between the
  /// brackets.
  case symbolic(String)
  /// A novel adjacency, or one end of it.
  case breakend(Breakend)

  /// How the unspecified allele is written.
  package enum Spelling: String, Sendable {
    case star = "*"
    case nonReference = "NON_REF"
  }

  /// The kinds of structural variant that a symbolic allele can name (VCFv4.5 §1.4.5).
  package enum StructuralType: String, Sendable, CaseIterable {
    case deletion = "DEL"
    case insertion = "INS"
    case duplication = "DUP"
    case inversion = "INV"
    case copyNumber = "CNV"

    /// Whether the variant lies on a stretch of the reference, whose length SVLEN then is.
    package var spansReference: Bool { self != .insertion }
  }

  /// Reads one allele; nil when the range holds none of these.
  package init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard let start = range.first, let last = range.last else { return nil }
    if text[start] == UInt8(ascii: "<"), text[last] == UInt8(ascii: ">"), range.count > 2 {
      let name = string(text, start + 1..<last)
      guard !name.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") })
      else { return nil }
      self = Spelling(rawValue: name).map { .unspecified($0) } ?? .symbolic(name)
      return
    }
    if range.count == 1 {
      if text[start] == UInt8(ascii: "*") {
        self = .overlappingDeletion
        return
      }
      if text[start] == UInt8(ascii: ".") {
        self = .missing
        return
      }
    }
    if let breakend = Breakend(text, range) {
      self = .breakend(breakend)
      return
    }
    for offset in range where !Allele.isNucleotideCode(text[offset]) { return nil }
    var bases: [UInt8] = []
    bases.append(text, range)
    self = .bases(bases)
  }

  /// Reads one allele; nil when the bytes are none.
  package init?(_ bytes: [UInt8]) {
    self.init(bytes.span, 0..<bytes.count)
  }

  /// The kind of structural variant, without subtypes; nil for alleles that name none.
  package var structuralType: StructuralType? {
    types.first.flatMap { StructuralType(rawValue: String($0)) }
  }

  /// The type and subtypes of a symbolic allele, `DUP` and `TANDEM` for `<DUP:TANDEM>`; empty for
  /// other alleles.
  package var types: [Substring] {
    guard case .symbolic(let name) = self else { return [] }
    return name.split(separator: ":", omittingEmptySubsequences: false)
  }

  /// Appends the allele as it was read.
  package func append(to output: inout [UInt8]) {
    switch self {
    case .bases(let bases): output += bases
    case .overlappingDeletion: output.append(UInt8(ascii: "*"))
    case .missing: output.append(UInt8(ascii: "."))
    case .unspecified(let spelling): output.append(contentsOf: "<\(spelling.rawValue)>".utf8)
    case .symbolic(let name): output.append(contentsOf: "<\(name)>".utf8)
    case .breakend(let breakend): breakend.append(to: &output)
    }
  }
}
