/// How much of the variance of measurements is between subjects (McGraw and Wong, Psychological Methods 1:30-46, 1996).
package struct IntraclassCorrelation: Sendable, Equatable {
  /// ICC(1): each subject measured by raters of its own.
  package let oneWay: Double
  /// ICC(A,1): absolute agreement of the same raters.
  package let agreement: Double
  /// ICC(C,1): consistency, whatever the raters' own levels.
  package let consistency: Double

  /// - Parameter subjects: For each subject the value of each rater, as many for every one.
  /// - Returns: Nil for fewer than two subjects or raters, or uneven lists.
  package init?(subjects: [[Double]]) {
    guard let raters = subjects.first?.count, raters >= 2, subjects.count >= 2,
      subjects.allSatisfy({ $0.count == raters })
    else { return nil }
    let (n, k) = (Double(subjects.count), Double(raters))
    let all = RobustEstimate.sum(Array(subjects.joined())) / (n * k)
    func squares(_ values: [Double]) -> Double {
      RobustEstimate.sum(values.map { ($0 - all) * ($0 - all) })
    }
    let rows = k * squares(subjects.map { RobustEstimate.sum($0) / k })
    let columns =
      n
      * squares(
        (0..<raters).map { rater in RobustEstimate.sum(subjects.map { $0[rater] }) / n })
    let within = squares(Array(subjects.joined())) - rows
    let meanRows = rows / (n - 1)
    let meanColumns = columns / (k - 1)
    let meanWithin = within / (n * (k - 1))
    let meanError = (within - columns) / ((n - 1) * (k - 1))
    oneWay = (meanRows - meanWithin) / (meanRows + (k - 1) * meanWithin)
    consistency = (meanRows - meanError) / (meanRows + (k - 1) * meanError)
    agreement =
      (meanRows - meanError)
      / (meanRows + (k - 1) * meanError + k / n * (meanColumns - meanError))
  }
}
