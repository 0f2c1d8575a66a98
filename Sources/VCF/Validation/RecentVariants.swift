import ByteIO
import Genomics

/// The variants near the current position, in the form in which equal variants have equal text.
///
/// Bases that REF and ALT share are removed, at the end first and then at the beginning, so that
/// `TAT>TGT` at 10 is `A>G` at 11. Symbols, breakends and `*` are left out: records may repeat
/// them.
struct RecentVariants: Sendable {
  private struct Variant: Hashable, Sendable {
    let position: Int
    /// Mixed bits of the alleles; with the lengths they tell variants apart.
    let hash: UInt64
    let lengths: UInt64
  }

  private var variants: [Variant] = []
  private var lastPosition = -1
  /// The first variants once more, for finding one among many.
  private var known: Set<Variant> = []
  private var knownCount = 0
  /// The position whose predecessors were forgotten last.
  private var forgottenBefore = -1
  private static let few = 64

  /// Forgets all variants, at the beginning of a contig.
  mutating func removeAll() {
    forgetAll()
    lastPosition = -1
    forgottenBefore = -1
  }

  private mutating func forgetAll() {
    variants.removeAll(keepingCapacity: true)
    known.removeAll()
    knownCount = 0
  }

  private mutating func forget(before position: Int) {
    forgottenBefore = position
    let count = variants.count
    variants.removeAll { $0.position < position }
    if variants.count == count { return }
    known.removeAll()
    knownCount = 0
  }

  /// Whether one of the first variants is this one.
  private mutating func contains(_ variant: Variant, amongFirst count: Int) -> Bool {
    guard count > Self.few else { return variants[..<count].contains(variant) }
    while knownCount < count {
      known.insert(variants[knownCount])
      knownCount += 1
    }
    return known.contains(variant)
  }

  /// Adds the variants of a record; whether one of them was there before.
  ///
  /// Records come by ascending position, or nearly so; variants that lie before the record are
  /// forgotten.
  mutating func insert(
    _ text: Span<UInt8>, _ position: Int, _ ref: Range<Int>, _ alt: Range<Int>
  ) -> Bool {
    if position > lastPosition {
      forgetAll()
    } else if variants.count > Self.few, position != forgottenBefore {
      forget(before: position)
    }
    // Variants of one record are compared with those of others only.
    let earlier = variants.count
    var isRepeated = false
    var pieces = ByteFields(alt, separatedBy: UInt8(ascii: ","))
    while let allele = pieces.next(in: text) {
      guard let variant = Self.variant(text, position, ref, allele) else { continue }
      if contains(variant, amongFirst: earlier) { isRepeated = true }
      variants.append(variant)
      lastPosition = max(lastPosition, variant.position)
    }
    return isRepeated
  }

  /// A variant without the bases that both alleles share; nil for alleles that are not bases.
  private static func variant(
    _ text: Span<UInt8>, _ position: Int, _ ref: Range<Int>, _ alt: Range<Int>
  ) -> Variant? {
    for offset in alt where !Allele.isBase(text[offset]) { return nil }
    guard !alt.isEmpty, !ref.isEmpty else { return nil }
    var (refStart, refEnd) = (ref.lowerBound, ref.upperBound)
    var (altStart, altEnd) = (alt.lowerBound, alt.upperBound)
    while refEnd > refStart, altEnd > altStart, (text[refEnd - 1] ^ text[altEnd - 1]) & 0xDF == 0 {
      refEnd -= 1
      altEnd -= 1
    }
    while refStart < refEnd, altStart < altEnd, (text[refStart] ^ text[altStart]) & 0xDF == 0 {
      refStart += 1
      altStart += 1
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for offset in refStart..<refEnd {
      hash = (hash ^ UInt64(text[offset] & 0xDF)) &* 0x100_0000_01B3
    }
    hash ^= 0xFF
    for offset in altStart..<altEnd {
      hash = (hash ^ UInt64(text[offset] & 0xDF)) &* 0x100_0000_01B3
    }
    return Variant(
      position: position + refStart - ref.lowerBound, hash: hash,
      lengths: UInt64(refEnd - refStart) << 32 | UInt64(altEnd - altStart))
  }
}
