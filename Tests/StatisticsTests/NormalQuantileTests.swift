import Statistics
import Testing

struct NormalQuantileTests {
  /// Quantiles computed with 40 digits (mpmath) from the exact value of each double.
  static let known: [(probability: Double, z: Double)] = [
    (0.975, 1.9599639845400538), (0.995, 2.5758293035489004), (0.9, 1.2815515655446006),
    (0.5000001, 2.506628273311648e-07), (0.6, 0.2533471031357997), (0.025, -1.9599639845400543),
    (0.001, -3.0902323061678136), (1e-10, -6.361340902404057), (1e-100, -21.273453560965326),
    (1e-300, -37.0470962993612), (0.999, 3.090232306167813), (0.92, 1.4050715603096329),
    (0.9250000001, 1.4395314716448935), (0.99999999, 5.612001243305505),
  ]

  @Test("The normal quantile agrees with forty-digit arithmetic", arguments: known)
  func knownValues(probability: Double, z: Double) {
    #expect(abs(normalQuantile(probability) - z) <= 2e-15 * abs(z))
  }

  @Test("The normal quantile is odd about one half wherever 1 - p is exact")
  func symmetry() {
    for step in 0...1024 {
      let probability = Double(step) / 1024
      #expect(normalQuantile(probability) == -normalQuantile(1 - probability))
    }
    #expect(normalQuantile(0.5) == 0)
  }

  @Test("The normal quantile rises through the seams between its three approximations")
  func monotone() {
    var previous = -Double.infinity
    for step in 1..<20_000 {
      let z = normalQuantile(Double(step) / 20_000)
      #expect(z > previous)
      previous = z
    }
  }

  @Test("The normal quantile is infinite at 0 and 1 and undefined outside")
  func ends() {
    #expect(normalQuantile(0) == -.infinity)
    #expect(normalQuantile(1) == .infinity)
    #expect(normalQuantile(-0.1).isNaN)
    #expect(normalQuantile(1.1).isNaN)
    #expect(normalQuantile(.nan).isNaN)
  }
}
