internal import PipelineModel
internal import PolygenicRisk
internal import Tables

/// What a risk is about, and what it is computed from.
struct RiskRules: Sendable {
  /// Which years a risk is about.
  enum Horizon: Sendable {
    case years(Int)
    case untilAge(Int)
  }

  let horizon: Horizon
  /// Of everybody, where no table gives each one's.
  let age: Int?
  let strata: RiskStrata
  let logOdds: PerScore
  let logOddsError: PerScore?
  let zDeviation: Double
  /// Half the width of the limits in standard errors.
  let width: Double
  /// The column that holds the z-score.
  let column: String
  let factors: [NamedFactor]
}

/// Incidence and mortality, by sex where they differ.
struct RiskRates {
  /// The rates of one sex, or of everybody.
  struct Pair {
    let incidence: AgeRates
    let mortality: AgeRates
  }

  private let pairs: [String?: Pair]
  /// Whether somebody's sex must be known.
  var isBySex: Bool { pairs[nil] == nil }

  /// Reads the files of two settings.
  init(
    files: [String: [String]], _ incidence: any SettingDeclaration,
    _ mortality: any SettingDeclaration
  ) throws(StageError) {
    guard let first = files[incidence.name]?.first, let second = files[mortality.name]?.first else {
      throw StageError(.input, "a table of rates is not there")
    }
    let cases = try RateFile(path: first)
    let deaths = try RateFile(path: second)
    var pairs: [String?: Pair] = [:]
    for (sex, rates) in cases.rates {
      guard let other = deaths.rates[sex] ?? deaths.rates[nil] else {
        throw StageError(
          .input, "the mortality has no rows of a sex that the incidence has", file: second)
      }
      guard !rates.ages.clamped(to: other.ages).isEmpty else {
        throw StageError(.input, "incidence and mortality have no age in common", file: second)
      }
      pairs[sex] = Pair(incidence: rates, mortality: other)
    }
    if deaths.isBySex, !cases.isBySex {
      for (sex, rates) in deaths.rates {
        guard let everybody = cases.rates[nil] else { continue }
        pairs[sex] = Pair(incidence: everybody, mortality: rates)
      }
      pairs[nil] = nil
    }
    self.pairs = pairs
  }

  /// The rates of a sex; those of everybody where rates do not differ.
  func pair(_ sex: String?) -> Pair? { pairs[nil] ?? sex.flatMap { pairs[$0] } }
}

/// Ages, sexes and other factors of people, by sample.
struct RiskPeople {
  /// What is known about one person; nil where a risk needs more.
  struct Person {
    var age: Int?
    var sex: String?
    var exposures: [Double]? = []
  }

  private var people: [String: Person] = [:]

  /// Reads a table of people.
  init(_ table: TableArtifact, _ rules: RiskRules, needsSex: Bool) throws(StageError) {
    let sample = try table.index(of: "sample", for: "people")
    let age = rules.age == nil ? try table.index(of: "age", for: "people") : nil
    let sex = needsSex ? try table.index(of: "sex", for: "people") : nil
    var columns: [Int] = []
    for factor in rules.factors {
      columns.append(try table.index(of: factor.column, for: "people"))
    }
    var number = 0
    var people: [String: Person] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      guard let name = reader.string(sample, in: text) else { return }
      let exposures = columns.compactMap { column in
        reader.number(column, in: text) ?? reader.flag(column, in: text).map { $0 ? 1 : 0 }
      }
      let person = Person(
        age: rules.age ?? reader.integer(age, in: text), sex: reader.string(sex, in: text),
        exposures: exposures.count == columns.count ? exposures : nil)
      guard people.updateValue(person, forKey: name) == nil else {
        throw StageError(
          .input, "row \(number) of the people names a sample that an earlier row names too",
          remedy: "give each sample once")
      }
    }
    self.people = people
  }

  /// A person; nil where the table does not have them.
  func person(_ sample: String) -> Person? { people[sample] }
}
