package import Statistics

/// What follows from the evidence at one site.
package struct SiteCall: Sendable {
  /// The answer.
  package enum Verdict: String, Sendable {
    /// Significant, and nothing speaks against it.
    case called
    /// Significant, but a reason speaks against it.
    case filtered
    /// Not significant: less than `limit` may still be there.
    case notCalled = "not_called"
    /// There is nothing to test it by.
    case notTested = "not_tested"
  }

  /// k / n; nil without molecules.
  package var fraction: Double?
  /// Clopper and Pearson's interval of the fraction; nil without molecules.
  package var interval: ConfidenceInterval?
  /// The probability that errors alone show as much; nil where the site is not tested.
  package var pValue: Double?
  /// The p-value adjusted over the tested sites of the sample and family.
  package var qValue: Double?
  /// The fraction that this site would have shown with a probability of 0.95; nil where none would.
  package var limit: Double?
  /// The answer.
  package var verdict: Verdict
  /// What is to be said besides.
  package var reasons: CallReasons
}

/// When a site is called.
package struct CallingRules: Sendable {
  /// The false discovery rate over the tested sites of a sample.
  package var falseDiscoveryRate = 0.05
  /// The type-I error that limits of detection are stated for.
  package var limitLevel = 1e-4
  /// Fewer molecules are not tested.
  package var minimumMolecules = 1
  /// The probability below which strands differ.
  package var strandLevel = 1e-3
  /// The share of the allele's reads on one strand from which on a difference counts.
  package var strandShare = 0.9
  /// The fraction from which on a variant may be inherited.
  package var germlineFraction = 0.3
  /// How many normals must show an allele before it is said to be in the panel.
  package var panelNormals = 2
  /// The confidence of intervals.
  package var confidence = 0.95

  /// The defaults.
  package init() {}
}
