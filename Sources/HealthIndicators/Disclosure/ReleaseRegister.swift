/// What earlier releases let everybody know about the counts of each cell.
///
/// Two releases of the same cell give the difference of their counts. A difference of a few persons says as much
/// about these as a small count does. The register holds, for every cell of every earlier release, the range in which
/// each count must lie by that release: a point where it was published.
package struct ReleaseRegister: Sendable {
  /// Where a cell stands.
  package struct Place: Sendable, Hashable {
    /// The indicator.
    package var indicator: String
    /// The period, empty for all.
    package var period: String
    /// The divisions, empty for all together.
    package var divisions: [String]

    /// A place.
    package init(indicator: String, period: String, divisions: [String]) {
      self.indicator = indicator
      self.period = period
      self.divisions = divisions
    }

    /// The place of a cell.
    init(_ cell: IndicatorCell) {
      self.init(
        indicator: cell.indicator, period: cell.period ?? "",
        divisions: cell.divisions.map { $0 ?? "" })
    }
  }

  /// What a release says about a cell: a range for each measure.
  package typealias Entry = [ClosedRange<Double>]

  private var entries: [Place: [Entry]] = [:]

  /// A register without releases.
  package init() {}

  /// Adds what a release says about a cell.
  ///
  /// - Parameter ranges: For each measure of the cell's basis, as far as they are known; what is missing is unknown.
  package mutating func add(_ place: Place, _ ranges: Entry) {
    entries[place, default: []].append(ranges)
  }

  /// What publishing a cell would add to what is known.
  enum Verdict {
    /// Nothing that stands in the way.
    case free
    /// Nothing: an earlier release gave the same counts.
    case alreadyKnown
    /// The difference to an earlier release of only some persons.
    case smallDifference
  }

  func verdict(_ cell: IndicatorCell, minimumCell: Int) -> Verdict {
    guard let values = cell.measures, let earlier = entries[Place(cell)] else { return .free }
    var isKnown = false
    for entry in earlier {
      var isSame = true
      for (index, value) in values.enumerated() {
        let range = entry.indices.contains(index) ? entry[index] : 0...Double.infinity
        let isPoint = range.lowerBound == range.upperBound
        let distance = max(range.lowerBound - value, value - range.upperBound, 0)
        if isPoint, distance == 0 { continue }
        isSame = false
        // Amounts are no persons: a correction of one amount is one person's.
        let isAmount = cell.basis == .amount && index == 0
        if isAmount ? isPoint : distance < Double(minimumCell) { return .smallDifference }
      }
      if isSame { isKnown = true }
    }
    return isKnown ? .alreadyKnown : .free
  }
}
