import Foundation
import Statistics
import TestSupport
import Testing

struct WilsonIntervalTests {
  /// Counts with the limits that PHEindicatormethods and the exact formula give.
  static let known: [(count: Int, total: Int, lower: Double, upper: Double)] = [
    (65, 100, 0.5525444329688797, 0.7363575175690247),
    (1, 100, 0.0017674320641406511, 0.054486196178705294),
    (0, 8, 0, 0.32440756488388023),
  ]

  @Test("Wilson limits agree with the published answers", arguments: known)
  func knownAnswers(count: Int, total: Int, lower: Double, upper: Double) throws {
    let limits = try #require(
      ConfidenceInterval.wilson(count: count, total: total, confidence: 0.95))
    #expect(abs(limits.lower - lower) <= 1e-13 * lower)
    #expect(abs(limits.upper - upper) <= 1e-13 * upper)
  }

  @Test("The limits solve the score equation they are defined by")
  func scoreEquation() throws {
    for total in [1, 2, 7, 50, 1000] {
      for count in 0...min(total, 60) {
        for confidence in [0.5, 0.9, 0.95, 0.998] {
          let z = -normalQuantile((1 - confidence) / 2)
          let limits = try #require(
            ConfidenceInterval.wilson(count: count, total: total, confidence: confidence))
          let n = Double(total)
          for p in [limits.lower, limits.upper] {
            let difference = Double(count) / n - p
            #expect(abs(difference * difference - z * z * p * (1 - p) / n) < 1e-13)
          }
          #expect(limits.lower >= 0 && limits.upper <= 1 && limits.lower < limits.upper)
        }
      }
    }
  }

  @Test("The limits of none and all are mirror images and touch 0 and 1 exactly")
  func ends() throws {
    let none = try #require(ConfidenceInterval.wilson(count: 0, total: 8, confidence: 0.95))
    let all = try #require(ConfidenceInterval.wilson(count: 8, total: 8, confidence: 0.95))
    #expect(none.lower == 0)
    #expect(all.upper == 1)
    #expect(abs(none.upper - (1 - all.lower)) < 1e-15)
  }

  @Test("An undefined proportion has no interval")
  func undefined() {
    #expect(ConfidenceInterval.wilson(count: 0, total: 0, confidence: 0.95) == nil)
    #expect(ConfidenceInterval.wilson(count: 3, total: 2, confidence: 0.95) == nil)
    #expect(ConfidenceInterval.wilson(count: -1, total: 2, confidence: 0.95) == nil)
    #expect(ConfidenceInterval.wilson(count: 1, total: 2, confidence: 1) == nil)
    #expect(ConfidenceInterval.wilson(count: 1, total: 2, confidence: .nan) == nil)
  }

  @Test(
    "Every proportion of the shared known answers is reproduced",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func sharedAnswers() throws {
    struct Answers: Decodable {
      struct Proportion: Decodable {
        var x: Int
        var n: Int
        var wilson95: [Double]
      }
      var proportions: [Proportion]
    }
    let data = try Data(contentsOf: URL(filePath: SharedData.file("hta/own_known_answers.json")))
    let answers = try JSONDecoder().decode(Answers.self, from: data)
    #expect(!answers.proportions.isEmpty)
    for answer in answers.proportions {
      let limits = try #require(
        ConfidenceInterval.wilson(count: answer.x, total: answer.n, confidence: 0.95))
      #expect(abs(limits.lower - answer.wilson95[0]) <= 1e-12)
      #expect(abs(limits.upper - answer.wilson95[1]) <= 1e-12)
    }
  }
}
