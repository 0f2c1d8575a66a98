internal import Foundation
internal import Statistics

/// Simon's two-stage design of a cohort (Controlled Clinical Trials 10:1-10, 1989): stop after the first stage with at
/// most r₁ responses among n₁, else go on to n; more than r responses call for more.
package struct SimonTwoStage: Sendable, Equatable {
  /// n₁, the patients of the first stage.
  package let firstStage: Int
  /// r₁, the most responses among them at which the cohort stops.
  package let firstStageLimit: Int
  /// n, the patients of both stages.
  package let total: Int
  /// r, the most responses in all at which the drug is not pursued.
  package let totalLimit: Int

  /// The rule of DRUP and IMPRESS-Norway: 0 of 8 stops, else 24; 5 or more of 24 open the expansion.
  package static let drugRediscovery = SimonTwoStage(known: 8, 0, 24, 4)

  /// A design; nil where the numbers are not in order.
  package init?(firstStage: Int, firstStageLimit: Int, total: Int, totalLimit: Int) {
    guard firstStage > 0, total > firstStage, (0..<firstStage).contains(firstStageLimit),
      (firstStageLimit..<total).contains(totalLimit)
    else { return nil }
    self.init(known: firstStage, firstStageLimit, total, totalLimit)
  }

  private init(known firstStage: Int, _ firstStageLimit: Int, _ total: Int, _ totalLimit: Int) {
    self.firstStage = firstStage
    self.firstStageLimit = firstStageLimit
    self.total = total
    self.totalLimit = totalLimit
  }

  /// Where a cohort stands.
  package enum State: String, Sendable, CaseIterable {
    /// The first stage is not full.
    case open
    /// The first stage is full with too few responses.
    case interimStop = "interim-stop"
    /// Past the interim look, not yet full.
    case secondStage = "second-stage"
    /// Full with too few responses.
    case closedNegative = "closed-negative"
    /// Enough responses, whether full or not.
    case expansion
  }

  /// The state by counts. The order of patients is not known here: a cohort with more responses than r₁ is taken to have
  /// passed its interim look.
  package func state(responses: Int, evaluable: Int) -> State {
    if responses > totalLimit { return .expansion }
    if evaluable >= total { return .closedNegative }
    if evaluable < firstStage { return .open }
    return responses <= firstStageLimit ? .interimStop : .secondStage
  }

  /// The probability of stopping after the first stage for a response rate.
  package func earlyStop(rate: Double) -> Double {
    BinomialDistribution(trials: firstStage, probability: rate)?.lowerTail(upTo: firstStageLimit)
      ?? .nan
  }

  /// The patients to be expected for a response rate.
  package func expectedPatients(rate: Double) -> Double {
    Double(firstStage) + (1 - earlyStop(rate: rate)) * Double(total - firstStage)
  }

  /// The probability of more than r responses for a response rate, stopping early where the rule says so.
  package func expansion(rate: Double) -> Double {
    guard let first = BinomialDistribution(trials: firstStage, probability: rate),
      let second = BinomialDistribution(trials: total - firstStage, probability: rate)
    else { return .nan }
    return (firstStageLimit + 1...firstStage).reduce(0) { sum, responses in
      sum + first.probability(of: responses) * second.upperTail(from: totalLimit + 1 - responses)
    }
  }
}
