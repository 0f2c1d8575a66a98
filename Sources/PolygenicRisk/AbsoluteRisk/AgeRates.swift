/// Yearly rates by single year of age, without a gap: events in a year of life per person who enters it.
package struct AgeRates: Sendable, Equatable {
  /// The ages that have a rate.
  package let ages: Range<Int>
  private let rates: [Double]

  /// Rates from an age on, each from 0 to below 1.
  package init(from age: Int, _ rates: [Double]) {
    precondition(rates.allSatisfy { $0 >= 0 && $0 < 1 }, "rates from 0 to below 1")
    ages = age..<age + rates.count
    self.rates = rates
  }

  /// The rate at an age within ``ages``.
  package subscript(age: Int) -> Double { rates[age - ages.lowerBound] }
}
