/// What happens to bad records and what a definition promises about a reader's input.
package struct ReaderContract: Sendable {
  /// What happens to a bad record.
  package enum BadRecords: String, Sendable, CaseIterable {
    /// The task fails at the first one.
    case fail
    /// It is kept aside with its place, and the run goes on.
    case quarantine
    /// It is counted under its rule and dropped.
    case drop
  }

  /// Which of the files that a reader names are read.
  package enum FileChoice: String, Sendable, CaseIterable {
    /// Every file.
    case always
    /// Files whose content no earlier run of the pipeline has published.
    case lastRun = "last-run"
  }

  /// What happens to a bad record.
  package var onBad: BadRecords
  /// The fewest records that must be kept.
  package var minimumRows: Int?
  /// The most records that may be kept.
  package var maximumRows: Int?
  /// Conditions under which the run fails.
  package var failIf = FailureConditions()
  /// Which files are read.
  package var since = FileChoice.always

  /// Whether it promises something about all records of the input together.
  package var concernsWholeInput: Bool {
    failIf.badRate != nil || failIf.badCount != nil || failIf.isEmptyInput
      || failIf.rowsFallBy != nil || failIf.rowsGrowBy != nil
      || minimumRows != nil || maximumRows != nil
  }

  /// A contract that promises nothing.
  package init(onBad: BadRecords) {
    self.onBad = onBad
  }
}
