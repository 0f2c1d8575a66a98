/// The beginning of an element among the events: where its name and its attributes stand.
struct XMLElement {
  /// The namespace that FHIR's elements are in.
  enum Space { case fhir, xhtml, other }

  let space: Space
  let name: Range<Int>
  let id: Range<Int>?
  let url: Range<Int>?
  let value: Range<Int>?
  /// Whether it has an attribute that no element of FHIR has.
  let hasOtherAttribute: Bool
  /// The position of the next event.
  let end: Int

  /// Reads the event at a position, which is that of an element.
  init(_ events: Span<UInt8>, at position: Int) {
    switch events[position + 1] {
    case UInt8(ascii: "f"): space = .fhir
    case UInt8(ascii: "x"): space = .xhtml
    default: space = .other
    }
    let has = events[position + 2]
    var start = position + 19
    func next(_ slot: Int) -> Range<Int> {
      let length = littleEndian(events, at: position + 3 + 4 * slot, width: 4)
      defer { start += length }
      return start..<start + length
    }
    name = next(0)
    let id = next(1)
    let url = next(2)
    let value = next(3)
    self.id = has & 1 != 0 ? id : nil
    self.url = has & 2 != 0 ? url : nil
    self.value = has & 4 != 0 ? value : nil
    hasOtherAttribute = has & 8 != 0
    end = start
  }
}

/// A number of some bytes, the lowest first.
func littleEndian(_ bytes: Span<UInt8>, at position: Int, width: Int) -> Int {
  var value = 0
  for index in 0..<width { value |= Int(bytes[position + index]) << (8 * index) }
  return value
}
