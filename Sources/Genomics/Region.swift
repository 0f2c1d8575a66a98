/// A stretch of a contig.
package struct Region: Hashable, Sendable {
  /// The contig, spelt as the user did.
  package var contig: String
  /// Positions from 0, half-open; `Region.wholeContig` for all of it.
  package var positions: Range<Int>

  /// The positions of a region that names a contig only.
  package static let wholeContig = 0..<Int(Int32.max)

  /// A region of positions counted from 0, half-open.
  package init(contig: String, positions: Range<Int> = Region.wholeContig) {
    self.contig = contig
    self.positions = positions
  }
}

/// Why a region or a BED line cannot be understood.
package struct RegionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what was expected.
  package var message: String
  /// Line of the BED text from 1; nil for a region written as one string.
  package var line: Int?

  /// The message, behind the line when there is one.
  package var description: String { line.map { "line \($0): \(message)" } ?? message }
}

extension Region {
  /// Reads `chr1`, `chr1:1000` (one base), `chr1:1000-2000` or `chr1:1000-` (to the end).
  ///
  /// Positions count from 1 and include both ends; thousands may be separated by commas.
  package init(parsing text: String) throws(RegionError) {
    guard let colon = text.lastIndex(of: ":") else {
      guard !text.isEmpty else { throw RegionError(message: "a region is empty; name a contig") }
      self.init(contig: text)
      return
    }
    let contig = String(text[..<colon])
    let range = text[text.index(after: colon)...]
    let parts = range.split(separator: "-", omittingEmptySubsequences: false)
    guard !contig.isEmpty, parts.count <= 2, let start = Self.position(parts[0]) else {
      throw Self.malformed(text)
    }
    var end = start
    if parts.count == 2 {
      if parts[1].isEmpty {
        end = Self.wholeContig.upperBound
      } else {
        guard let number = Self.position(parts[1]) else { throw Self.malformed(text) }
        end = number
      }
    }
    guard end >= start else {
      throw RegionError(message: "region '\(text)' ends before it begins; swap the two positions")
    }
    self.init(contig: contig, positions: start - 1..<end)
  }

  /// Reads the lines of a BED text: contig, start from 0, end (exclusive), further columns ignored.
  ///
  /// Blank lines, comments and `track` and `browser` lines are passed over.
  package static func readBED(_ text: String) throws(RegionError) -> [Region] {
    var regions: [Region] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") || line.hasPrefix("track")
        || line.hasPrefix("browser")
      {
        continue
      }
      let columns = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      guard columns.count >= 3, let start = Int(columns[1]), let end = Int(columns[2]), start >= 0,
        end >= start
      else {
        throw RegionError(
          message: "a BED line needs a contig, a start from 0 and an end not before it",
          line: number)
      }
      regions.append(Region(contig: String(columns[0]), positions: start..<end))
    }
    return regions
  }

  private static func position(_ text: Substring) -> Int? {
    let digits = text.filter { $0 != "," }
    guard let first = text.first, first.isASCII, first.isNumber,
      let number = Int(digits), number >= 1, number <= Int(Int32.max)
    else { return nil }
    return number
  }

  private static func malformed(_ text: String) -> RegionError {
    RegionError(
      message: "region '\(text)' is not 'contig', 'contig:position' or 'contig:start-end' with "
        + "positions from 1")
  }
}
