internal import CirculatingDNA
internal import PipelineModel
internal import Statistics
internal import Tables

/// What one sample shows of a patient's variants.
struct Measurement: Sendable {
  /// Mutant molecules and all molecules by variant.
  var counts: [AlleleSite: (mutant: Int, molecules: Int)] = [:]
  /// Variants that are called, where the measurement comes from calls.
  var called: Set<AlleleSite> = []
  /// What the test of all sites says, where it comes from one.
  var call: String?
  /// The ctDNA fraction that would have been found.
  var limit: Double?
}

/// One patient's samples over time.
struct Trajectory {
  /// A sample of the table of samples.
  struct Visit: Sendable {
    let sample: String
    let patient: String
    let date: CalendarDate
    /// The date as it is spelt.
    let dateText: String
    /// Nanograms of cell-free DNA in a millilitre of plasma.
    let concentration: Double?
    /// Whether the table says that this is the patient's baseline.
    let isBaseline: Bool
  }

  /// What is said about a visit.
  struct Point {
    var mean: Double?
    var interval: ConfidenceInterval?
    var response: MolecularResponse?
    var status: String
    var variants: Int
    var limit: Double?
    var answer: String?
  }

  /// By date.
  let visits: [Visit]
  private(set) var points: [Point] = []

  /// Follows the variants of the baseline through the later samples.
  ///
  /// - Parameters:
  ///   - visits: Of one patient.
  ///   - cutoff: The ratio up to which a response counts as molecular; nil to leave it open.
  init(
    _ visits: [Visit], baseline: String?, _ measurements: [String: Measurement], cutoff: Double?
  ) {
    self.visits = visits.sorted { $0.date < $1.date }
    let first =
      self.visits.firstIndex { $0.isBaseline || $0.sample == baseline } ?? self.visits.startIndex
    let start = self.visits.indices.contains(first) ? measurements[self.visits[first].sample] : nil
    let tracked = Self.tracked(start)
    for (place, visit) in self.visits.enumerated() {
      guard let measured = measurements[visit.sample] else {
        points.append(Point(status: "not_measured", variants: 0))
        continue
      }
      points.append(
        Self.point(
          measured, start, tracked, isBaseline: place == first, isLater: place > first, cutoff))
    }
  }

  /// The variants that are followed: those called at the baseline, or all of a tumour list.
  private static func tracked(_ start: Measurement?) -> [AlleleSite] {
    guard let start else { return [] }
    let sites = start.call == nil ? Array(start.called) : Array(start.counts.keys)
    return sites.sorted {
      ($0.contig, $0.position, $0.ref, $0.alt) < ($1.contig, $1.position, $1.ref, $1.alt)
    }
  }

  private static func point(
    _ measured: Measurement, _ start: Measurement?, _ tracked: [AlleleSite], isBaseline: Bool,
    isLater: Bool, _ cutoff: Double?
  ) -> Point {
    // Only variants with molecules in both samples are compared.
    let shared = tracked.filter {
      (measured.counts[$0]?.molecules ?? 0) > 0 && (start?.counts[$0]?.molecules ?? 0) > 0
    }
    let later = shared.compactMap { measured.counts[$0] }
    var point = Point(status: "not_comparable", variants: shared.count, limit: measured.limit)
    guard !shared.isEmpty else { return point }
    let mean = MeanFraction(later)
    point.mean = mean.value
    point.interval = mean.interval()
    let isDetected = measured.call.map { $0 == "positive" } ?? (mean.value > 0)
    if isBaseline {
      point.status = "baseline"
      return point
    }
    point.status =
      measured.call == "indeterminate" ? "indeterminate" : isDetected ? "detected" : "undetected"
    guard isLater,
      let response = MolecularResponse(first: shared.compactMap { start?.counts[$0] }, later: later)
    else { return point }
    point.response = response
    guard let cutoff else { return point }
    point.answer =
      response.interval.upper <= cutoff
      ? "response" : response.interval.lower > cutoff ? "no_response" : "open"
    return point
  }
}
