/// Two alleles of which each is one of A, C, G, T, or the second absent: nearly all of a genotyping array, and
/// compared in one step.
struct BasePair: BitwiseCopyable, Sendable {
  /// Bits 0 and 1 the first allele, 2 and 3 the second, 4 when there is one, 7 when the two are bases at all.
  let code: UInt8

  /// Alleles that are something else.
  static let others = BasePair(code: 0)

  /// Alleles from their code.
  init(code: UInt8) {
    self.code = code
  }

  /// The alleles in two ranges of a text; an empty second range is an absent allele.
  init(_ text: Span<UInt8>, _ first: Range<Int>, orAbsent second: Range<Int>) {
    guard first.count == 1, second.count <= 1, let a = Self.base(text[first.lowerBound]) else {
      self = .others
      return
    }
    if second.isEmpty {
      code = 0x80 | a
    } else if let b = Self.base(text[second.lowerBound]) {
      code = 0x90 | b << 2 | a
    } else {
      self = .others
    }
  }

  /// The alleles of a row; those that it does not share with other rows count as something else.
  init(_ effect: AlleleCode, _ other: AlleleCode) {
    guard effect.value < 4, other.value <= 4 else {
      self = .others
      return
    }
    let first = UInt8(effect.value)
    code = other.isAbsent ? 0x80 | first : 0x90 | UInt8(other.value) << 2 | first
  }

  /// Whether both are single bases, or the second absent.
  var areBases: Bool { code != 0 }
  private var first: UInt8 { code & 3 }
  private var second: UInt8 { code >> 2 & 3 }
  private var hasSecond: Bool { code & 0x10 != 0 }

  /// The base as a number whose bits are those of its complement inverted, which is its place among the four bases
  /// (`AlleleCode`) as well.
  static func base(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A"): 0
    case UInt8(ascii: "C"): 1
    case UInt8(ascii: "G"): 2
    case UInt8(ascii: "T"): 3
    default: nil
    }
  }

  /// How a scoring row with these alleles, the effect allele first, meets REF and ALT; the first type whose
  /// condition holds.
  ///
  /// - Precondition: Both pairs are bases, and REF and ALT both there.
  func type(at record: BasePair) -> MatchType? {
    let (reference, alternative) = (record.first, record.second)
    if !hasSecond {
      if first == reference { return .noOARef }
      if first == alternative { return .noOAAlt }
      if first ^ 3 == reference { return .noOARefFlip }
      return first ^ 3 == alternative ? .noOAAltFlip : nil
    }
    if first == reference && second == alternative { return .refalt }
    if first == alternative && second == reference { return .altref }
    if first ^ 3 == reference && second ^ 3 == alternative { return .refaltFlip }
    return first ^ 3 == alternative && second ^ 3 == reference ? .altrefFlip : nil
  }
}
