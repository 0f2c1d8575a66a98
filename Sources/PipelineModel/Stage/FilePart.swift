/// A part of a file that is a shard of its own.
package struct FilePart: Sendable, Hashable {
  /// Which of the parts it is, from 1.
  package let number: Int
  /// How many parts the file has.
  package let count: Int
  /// Where it begins and ends, as its reader counts.
  package let bounds: Range<UInt64>
  /// Where its first record stands, for people: `chr2:1042`; empty for the first part.
  package let place: String

  /// A part.
  package init(number: Int, count: Int, bounds: Range<UInt64>, place: String) {
    self.number = number
    self.count = count
    self.bounds = bounds
    self.place = place
  }

  /// What it is called beside its file: `2/8 from chr2:1042`.
  package var label: String { "\(number)/\(count)" + (place.isEmpty ? "" : " from \(place)") }
}
