import Foundation
import PolygenicRisk
import TestSupport
import Testing

/// Adjustment by ancestry on panels whose law is known.
struct AdjustmentTests {
  /// A panel of two populations; scores are 2 + 3 PC1 - PC2 with a spread that grows with PC1.
  private static func panel(_ count: Int, growth: Double, seed: UInt64) -> ReferencePanel {
    var generator = SeededGenerator(seed: seed)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
    var panel = ReferencePanel()
    for number in 0..<count {
      let isFirst = number % 2 == 0
      let place = [(isFirst ? -2 : 2) + normal() * 0.3, normal()]
      let spread = exp(growth * place[0] / 2)
      panel.add(
        population: isFirst ? "A" : "B", components: place,
        score: 2 + 3 * place[0] - place[1] + spread * normal())
    }
    return panel
  }

  @Test("residuals of the panel itself have mean 0 and standard deviation 1")
  func norm1() throws {
    let panel = Self.panel(400, growth: 0.4, seed: 1)
    let model = try AncestryRegression.constantSpread(panel, components: 2)
    let z = zip(panel.scores, panel.components).map { model.z($0, at: $1) }
    let mean = z.reduce(0, +) / 400
    #expect(abs(mean) < 1e-13)
    #expect(abs(z.reduce(0) { $0 + $1 * $1 } / 400 - 1) < 1e-12)
  }

  @Test("a spread that follows ancestry is found, and evened out")
  func norm2() throws {
    let panel = Self.panel(4000, growth: 0.5, seed: 2)
    let model = try AncestryRegression.logLinearSpread(panel, components: 2)
    guard case .logLinear(let spread) = model.spread else {
      Issue.record("no spread")
      return
    }
    // PC1 has a standard deviation of about 2.02 in this panel.
    #expect(abs(spread[1] - 0.5 * 2.02) < 0.08)
    #expect(abs(spread[2]) < 0.08)
    for half in [0, 1] {
      let z = (0..<4000).filter { $0 % 2 == half }.map {
        model.z(panel.scores[$0], at: panel.components[$0])
      }
      #expect(abs(z.reduce(0) { $0 + $1 * $1 } / 2000 - 1) < 0.06)
    }
  }

  @Test("no other point near by is likelier than the fit")
  func optimum() throws {
    let panel = Self.panel(300, growth: 0.3, seed: 3)
    let model = try AncestryRegression.logLinearSpread(panel, components: 1)
    let place = panel.components.map { $0[0] }
    let mean = place.reduce(0, +) / 300
    let deviation = (place.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 300).squareRoot()
    guard case .logLinear(let spread) = model.spread else { return }
    func minusLogLikelihood(_ p: [Double]) -> Double {
      zip(panel.scores, place).reduce(0) { sum, person in
        let x = (person.1 - mean) / deviation
        let eta = p[2] + p[3] * x
        let residual = person.0 - model.centre - p[0] - p[1] * x
        return sum + (eta + residual * residual * exp(-eta)) / 2
      }
    }
    let best = model.mean + spread
    for index in 0..<4 {
      for change in [-1e-3, 1e-3] {
        var other = best
        other[index] += change
        #expect(minusLogLikelihood(other) > minusLogLikelihood(best))
      }
    }
  }

  @Test("the most similar population is the nearest; who stands far from all is marked")
  func similarity() throws {
    let panel = Self.panel(200, growth: 0, seed: 4)
    let similarity = PopulationSimilarity(panel, components: 2)
    for (place, population) in [([-1.8, 0.1], "A"), ([2.4, -1], "B")] {
      let label = try #require(similarity.label(of: place))
      #expect(label.population == population && !label.isLowConfidence)
    }
    #expect(similarity.label(of: [9, 9])?.isLowConfidence == true)
  }

  @Test("scores or components that do not vary are refused, and so are too few people")
  func refused() {
    var flat = ReferencePanel()
    for number in 0..<10 {
      flat.add(population: "A", components: [Double(number)], score: 1)
    }
    #expect(throws: AdjustmentError.self) {
      try AncestryRegression.constantSpread(flat, components: 1)
    }
    #expect(throws: AdjustmentError.self) {
      try AncestryRegression.logLinearSpread(flat, components: 1)
    }
    var same = ReferencePanel()
    for number in 0..<10 {
      same.add(population: "A", components: [7], score: Double(number))
    }
    #expect(throws: AdjustmentError("PC1 is the same for everybody in the reference")) {
      try AncestryRegression.constantSpread(same, components: 1)
    }
    var few = ReferencePanel()
    few.add(population: "A", components: [1, 2], score: 1)
    few.add(population: "A", components: [2, 1], score: 2)
    #expect(throws: AdjustmentError.self) {
      try AncestryRegression.constantSpread(few, components: 2)
    }
  }

  @Test(
    "a published z is (raw - mean) / sd, and refused where the raw score is not of those variants")
  func published() {
    // The constants of BCAC 313 as CanRisk gives them; a raw score at its published mean has z = 0.
    let parameters = PublishedParameters(
      mean: -0.423912567501208, standardDeviation: 0.611145385948092, alpha: 0.501, variants: 313)
    #expect(parameters.z(-0.423912567501208) == 0)
    #expect(abs(parameters.z(-0.381500286) - 0.069398) < 1e-6)
    #expect(abs(parameters.z(0.187232818446884) - 1) < 1e-14)
    #expect(parameters.refusal(variantsUsed: 312, isImputed: false) == .otherVariants)
    #expect(parameters.refusal(variantsUsed: 313, isImputed: true) == .missingGenotypes)
    #expect(parameters.refusal(variantsUsed: 313, isImputed: false) == nil)
    #expect(abs(PublishedParameters.percentile(1.959963984540054) - 97.5) < 1e-10)
  }
}
