import ByteIO

/// Numbers of sequencing reads, whatever field a caller writes them to.
extension RecordBounds {
  /// Reads at the site: INFO/DP, else the sum of FORMAT/DP over the samples; nil when neither stands
  /// there as a whole number.
  package func depth(in text: Span<UInt8>) -> Int? {
    if let range = infoValue(Self.depthKey, in: text), let depth = parseInteger(text, range) {
      return depth
    }
    guard let key = formatIndex(Self.depthKey, in: text) else { return nil }
    var sum: Int?
    var cells = sampleCells
    while let cell = cells.next(in: text) {
      guard let value = subfield(key, of: cell, in: text), let depth = parseInteger(text, value)
      else { continue }
      sum = Self.sum(sum ?? 0, depth)
    }
    return sum
  }

  /// Reads with an alternate allele, the most that any one allele has in any one sample: FORMAT/AD
  /// behind its first value, FORMAT/AO, FORMAT/VD, else the last two of INFO/DP4; nil when there is none.
  package func alternateReads(in text: Span<UInt8>) -> Int? {
    for (key, skipped) in Self.alternateKeys {
      guard let index = formatIndex(key, in: text) else { continue }
      var most: Int?
      var cells = sampleCells
      while let cell = cells.next(in: text) {
        guard let value = subfield(index, of: cell, in: text) else { continue }
        most = Self.larger(most, Self.maximum(text, value, skipped))
      }
      if let most { return most }
    }
    guard let range = infoValue(Self.strandKey, in: text) else { return nil }
    var values = ByteFields(range, separatedBy: UInt8(ascii: ","))
    var numbers: [Int] = []
    while let value = values.next(in: text) {
      if let number = parseInteger(text, value) { numbers.append(number) }
    }
    return numbers.count == 4 ? Self.sum(numbers[2], numbers[3]) : nil
  }

  private static let depthKey = Array("DP".utf8)
  private static let strandKey = Array("DP4".utf8)
  private static let alternateKeys: [(key: [UInt8], skipped: Int)] = [
    (Array("AD".utf8), 1), (Array("AO".utf8), 0), (Array("VD".utf8), 0),
  ]

  private static func maximum(_ text: Span<UInt8>, _ range: Range<Int>, _ skipped: Int) -> Int? {
    var values = ByteFields(range, separatedBy: UInt8(ascii: ","))
    for _ in 0..<skipped { _ = values.next(in: text) }
    var most: Int?
    while let value = values.next(in: text) {
      most = larger(most, parseInteger(text, value))
    }
    return most
  }

  /// The sum, or the largest number where that is beyond it.
  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, isBeyond) = left.addingReportingOverflow(right)
    return isBeyond ? .max : sum
  }

  private static func larger(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }
}
