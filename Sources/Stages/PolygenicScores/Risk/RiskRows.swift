internal import PolygenicRisk
internal import Tables

/// The rows of risks, and how many people fall into each stratum.
struct RiskRows {
  /// `population_risk` is the average over people of that age; `remark` says why there is no risk.
  static let schema = TableSchema([
    Column("sample", .string), Column("absolute_risk", .number), Column("lower", .number),
    Column("upper", .number), Column("stratum", .string), Column("pgs_id", .string),
    Column("age", .integer), Column("population_risk", .number), Column("remark", .string),
  ])
  /// People without a risk stand in a row without a stratum.
  static let strataSchema = TableSchema([
    Column("pgs_id", .string), Column("stratum", .string), Column("people", .integer),
    Column("share", .number), Column("mean_risk", .number),
  ])

  private var writer = RowWriter()
  private var taken = 0
  private let bands: RiskStrata
  private var order: [String] = []
  private var tallies: [String: [String?: (people: Int, sum: Double)]] = [:]

  init(_ bands: RiskStrata) { self.bands = bands }

  /// How many rows have not been taken.
  var count: Int { writer.rowCount - taken }

  /// Appends a row.
  mutating func append(
    _ sample: String, _ accession: String, _ person: RiskPeople.Person, _ risk: PersonalRisk
  ) {
    let stratum = risk.value.map(bands.name)
    if tallies[accession] == nil { order.append(accession) }
    tallies[accession, default: [:]][stratum, default: (0, 0)].people += 1
    tallies[accession]?[stratum]?.sum += risk.value ?? 0
    writer.append(sample)
    writer.append(risk.value)
    writer.append(risk.lower)
    writer.append(risk.upper)
    writer.append(stratum)
    writer.append(accession)
    writer.append(person.age)
    writer.append(risk.population)
    writer.append(risk.remark)
    writer.endRow()
  }

  /// Hands over the rows that have not been taken, and their number.
  mutating func take() -> (bytes: [UInt8], count: Int) {
    let rows = count
    taken = writer.rowCount
    return (writer.takeBytes(), rows)
  }

  /// The table of strata.
  func strata() -> (bytes: [UInt8], count: Int) {
    var rows = RowWriter()
    for accession in order {
      let tally = tallies[accession] ?? [:]
      let whole = tally.values.reduce(0) { $0 + $1.people }
      let names: [String?] = bands.bands.map(\.name) + [nil]
      for name in names {
        guard let found = tally[name] ?? (name == nil ? nil : (0, 0)) else { continue }
        rows.append(accession)
        rows.append(name)
        rows.append(found.people)
        rows.append(Double(found.people) / Double(whole))
        rows.append(found.people == 0 || name == nil ? nil : found.sum / Double(found.people))
        rows.endRow()
      }
    }
    return (rows.takeBytes(), rows.rowCount)
  }
}
