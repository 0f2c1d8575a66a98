internal import Statistics

/// Whether several methods give "positive" equally often to the same items (Cochran, Biometrika 37:256-266, 1950).
package struct CochranQ: Sendable, Equatable {
  /// Q = (k - 1) (k Σ Cⱼ² - N²) / (k N - Σ Rᵢ²).
  package let statistic: Double
  /// The probability of such a Q by chance: χ² with k - 1 degrees of freedom.
  package let pValue: Double

  /// - Parameter items: For each item whether each method gives a positive, as many methods for every one.
  /// - Returns: Nil for fewer than two methods, uneven lists, and where no item tells methods apart.
  package init?(items: [[Bool]]) {
    guard let methods = items.first?.count, methods >= 2,
      items.allSatisfy({ $0.count == methods })
    else { return nil }
    let rows = items.map { Double($0.count { $0 }) }
    let columns = (0..<methods).map { method in Double(items.count { $0[method] }) }
    let (k, total) = (Double(methods), rows.reduce(0, +))
    let denominator = k * total - rows.reduce(0) { $0 + $1 * $1 }
    guard denominator > 0 else { return nil }
    statistic = (k - 1) * (k * columns.reduce(0) { $0 + $1 * $1 } - total * total) / denominator
    pValue = chiSquaredUpperTail(statistic, degrees: methods - 1)
  }
}
