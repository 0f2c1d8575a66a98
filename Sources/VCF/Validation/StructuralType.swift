/// The type of a structural variant in angle brackets (VCFv4.5 §1.4.5).
enum StructuralType {
  case deletion, insertion, duplication, inversion, copyNumber

  /// The type of an allele such as `<DEL>` or `<DEL:ME>`; nil for other alleles.
  init?(_ text: Span<UInt8>, allele: Range<Int>) {
    guard allele.count >= 5, text[allele.lowerBound] == UInt8(ascii: "<") else { return nil }
    let end = text[allele.lowerBound + 4]
    guard end == UInt8(ascii: ">") || end == UInt8(ascii: ":") else { return nil }
    self.init(text, name: allele.lowerBound + 1)
  }

  /// The type that three letters name; nil for others.
  init?(_ text: Span<UInt8>, name start: Int) {
    switch (text[start], text[start + 1], text[start + 2]) {
    case (0x44, 0x45, 0x4C): self = .deletion
    case (0x49, 0x4E, 0x53): self = .insertion
    case (0x44, 0x55, 0x50): self = .duplication
    case (0x49, 0x4E, 0x56): self = .inversion
    case (0x43, 0x4E, 0x56): self = .copyNumber
    default: return nil
    }
  }
}
