package import Tables

/// A sample of known genotype whose scores say whether a run can be trusted, with what they should be.
///
/// Its name stands in results about persons only: never in a message.
package enum ControlSample {
  /// What one score of the sample should be.
  package struct Expectation: Sendable, Equatable {
    /// The sample's name in the variants.
    package var sample: String
    /// The score's identifier.
    package var accession: String
    /// What `score_sum` should be.
    package var expected: Double
    /// By how much it may differ.
    package var limit: Double

    /// An expectation.
    package init(sample: String, accession: String, expected: Double, limit: Double) {
      self.sample = sample
      self.accession = accession
      self.expected = expected
      self.limit = limit
    }
  }

  /// What became of an expectation.
  package struct Check: Sendable {
    /// The expectation.
    package var expectation: Expectation
    /// The score; nil where the variants lack the sample, the run lacks the score, or nothing was matched.
    package var observed: Double?
    /// Whether the score is near enough.
    package var passed: Bool {
      observed.map { abs($0 - expectation.expected) <= expectation.limit } ?? false
    }
  }
}

extension ScoreResults {
  /// One row an expectation: `delta` is `observed` less `expected`.
  package static let controlSchema = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("expected", .number),
    Column("observed", .number), Column("delta", .number), Column("limit", .number),
    Column("passed", .boolean),
  ])

  /// Compares scores of control samples with what they should be.
  package func check(_ expectations: [ControlSample.Expectation]) -> [ControlSample.Check] {
    expectations.map { expectation in
      var check = ControlSample.Check(expectation: expectation)
      if let sample = samples.firstIndex(of: expectation.sample),
        let score = index.files.firstIndex(where: { $0.accession == expectation.accession }),
        totals[score].variants > 0
      {
        check.observed = totals[score].score(sample)
      }
      return check
    }
  }

  /// Writes the checks.
  package func writeControls(_ checks: [ControlSample.Check], to writer: inout RowWriter) {
    for check in checks {
      writer.append(check.expectation.sample)
      writer.append(check.expectation.accession)
      writer.append(check.expectation.expected)
      writer.append(check.observed)
      writer.append(check.observed.map { $0 - check.expectation.expected })
      writer.append(check.expectation.limit)
      writer.append(check.passed)
      writer.endRow()
    }
  }
}
