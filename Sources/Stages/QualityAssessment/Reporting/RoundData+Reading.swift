internal import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// Reads the tables of a round, a row at a time.
struct RoundDataReader {
  var data = RoundData()
  var laboratories: [String: Int] = [:]
  private var measurands: [String: Int] = [:]
  private var samples: [String: Int] = [:]
  var bands: [String: Int] = [:]
  var shared: [String: Int] = [:]
  var missed: [RoundData.SharedCall] = []
  var falselyReported: [RoundData.SharedCall] = []

  /// Reads whatever comes in.
  init(_ inputs: TaskInputs, _ earlier: EarlierRounds?) throws(StageError) {
    for (name, table) in inputs.tables {
      switch name {
      case "scheme": try readScheme(table)
      case "participants":
        try Self.forEach(table) { row in _ = self.laboratory(row) }
      default: break
      }
    }
    for (name, table) in inputs.tables {
      switch name {
      case "scores": try readScores(table)
      case "marks": try readMarks(table)
      case "agreement": try readAgreement(table)
      case "summary": try readSummary(table)
      case "comparison": try readComparison(table)
      case "receipts": try readReceipts(table, "Measured values")
      case "genotypeReceipts": try readReceipts(table, "Genotypes")
      case "notes": try readNotes(table, "Measured values")
      case "genotypeNotes": try readNotes(table, "Genotypes")
      case "variantNotes": try readNotes(table, "Variants")
      default: break
      }
    }
    for (place, round) in (earlier?.rounds ?? []).enumerated() {
      data.earlierRounds.append(round.name)
      try readEarlier(round.scores.path, place)
    }
    finish()
  }

  /// A row by the names of its columns.
  struct Row {
    let cells: [String?]
    let places: [String: Int]
    subscript(_ column: String) -> String? { places[column].flatMap { cells[$0] } }
    func number(_ column: String) -> Double? { self[column].flatMap { Double($0) } }
    func count(_ column: String) -> Int { self[column].flatMap { Int($0) } ?? 0 }
    func flag(_ column: String) -> Bool? { self[column].map { $0 == "true" } }
  }

  /// Goes through the rows of a table.
  ///
  /// - Parameter isWanted: Whether a row is looked at, from its cells as they stand.
  static func forEach(
    _ table: TableArtifact,
    where isWanted: (RowReader, Span<UInt8>) -> Bool = { _, _ in true },
    _ body: (Row) throws(StageError) -> Void
  ) throws(StageError) {
    let names = table.schema.columns.map(\.name)
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    try table.forEachRow { (reader, text) throws(StageError) in
      guard isWanted(reader, text) else { return }
      try body(Row(cells: names.indices.map { reader.string($0, in: text) }, places: places))
    }
  }

  mutating func laboratory(_ row: Row) -> Int? {
    guard let code = row["laboratory"] else { return nil }
    if let place = laboratories[code] { return place }
    laboratories[code] = data.laboratories.count
    data.laboratories.append(RoundData.Laboratory(code: code))
    return data.laboratories.count - 1
  }

  private mutating func measurand(_ name: String) -> Int {
    if let place = measurands[name] { return place }
    measurands[name] = data.measurands.count
    data.measurands.append(RoundData.Measurand(name: name))
    return data.measurands.count - 1
  }

  private mutating func readScheme(_ table: TableArtifact) throws(StageError) {
    try Self.forEach(table) { row in
      guard let name = row["measurand"] else { return }
      let place = self.measurand(name)
      var measurand = self.data.measurands[place]
      measurand.assigned = row.number("assigned_value")
      measurand.uncertainty = row.number("u_assigned")
      measurand.spread = row.number("sigma_pt")
      measurand.isHomogeneous = row.flag("homogeneous")
      measurand.isStable = row.flag("stable")
      measurand.modes = row["modes"].flatMap { Int($0) }
      measurand.censored = row.count("censored")
      measurand.refusal = row["refusal"]
      if let uncertainty = measurand.uncertainty, let spread = measurand.spread {
        measurand.isPrime = PerformanceScore.needsPrime(uncertainty, spread: spread)
      }
      self.data.measurands[place] = measurand
    }
  }

  private mutating func readScores(_ table: TableArtifact) throws(StageError) {
    try Self.forEach(table) { row in
      guard let laboratory = self.laboratory(row), let name = row["measurand"] else { return }
      let place = self.measurand(name)
      let score = RoundData.Score(
        value: row.number("value"), z: row.number("z"), zPrime: row.number("z_prime"),
        zeta: row.number("zeta"), normalisedError: row.number("en"),
        percentDifference: row.number("percent_difference"), verdict: row["verdict"],
        isCensored: row.flag("censored") ?? false)
      self.data.laboratories[laboratory].scores[place] = score
      if let value = score.value { self.data.measurands[place].values.append(value) }
      if let number = self.data.measurands[place].score(score) {
        self.data.measurands[place].scores.append(number)
      }
      if let verdict = score.verdict {
        self.data.measurands[place].verdicts[verdict, default: 0] += 1
      }
    }
  }

  private mutating func readMarks(_ table: TableArtifact) throws(StageError) {
    try Self.forEach(table) { row in
      guard let laboratory = self.laboratory(row), let name = row["sample"] else { return }
      let mark = RoundData.Mark(
        sample: name, criterion: row["criterion"] ?? "", points: row.number("marks") ?? 0,
        isCritical: row.flag("critical") ?? false, result: row["result"],
        expected: row["expected"])
      self.data.laboratories[laboratory].marks.append(mark)
      let place = self.samples[name] ?? self.data.samples.count
      if self.samples[name] == nil {
        self.samples[name] = place
        self.data.samples.append(RoundData.Sample(name: name, expected: mark.expected))
      }
      self.data.samples[place].criteria[mark.criterion, default: 0] += 1
      if mark.isCritical { self.data.samples[place].critical.insert(mark.criterion) }
    }
  }

  private mutating func readAgreement(_ table: TableArtifact) throws(StageError) {
    try Self.forEach(table) { row in
      guard let laboratory = self.laboratory(row) else {
        self.data.agreement.append(
          RoundData.Agreement(
            statistic: row["statistic"] ?? "", value: row.number("value"),
            standardError: row.number("standard_error"), pValue: row.number("p_value"),
            samples: row["samples"].flatMap { Int($0) },
            laboratories: row["laboratories"].flatMap { Int($0) }))
        return
      }
      switch row["statistic"] {
      case "percent_agreement":
        self.data.laboratories[laboratory].agreement = row.number("value")
      case "cohen_kappa": self.data.laboratories[laboratory].kappa = row.number("value")
      default: break
      }
    }
  }

  private mutating func readReceipts(
    _ table: TableArtifact, _ title: String
  ) throws(StageError) {
    try Self.forEach(table) { row in
      // A file may hold several laboratories; the page of each shows its receipt, but not who else is in it.
      let codes = (row["laboratory"] ?? "").split(separator: ";").map(String.init)
      for code in codes {
        let own = Row(cells: [code], places: ["laboratory": 0])
        guard let laboratory = self.laboratory(own) else { continue }
        self.data.laboratories[laboratory].receipts.append(
          RoundData.Receipt(
            table: title, file: codes.count == 1 ? row["file"] ?? "" : "a file of several",
            digest: row["sha256"] ?? "", rows: row.count("rows"), refused: row.count("refused"),
            rules: row["rules"] ?? ""))
      }
    }
  }

  private mutating func readNotes(_ table: TableArtifact, _ title: String) throws(StageError) {
    try Self.forEach(table) { row in
      let note = RoundData.Note(
        table: title, subject: row["subject"], row: row["row"].flatMap { Int($0) },
        rule: row["rule"] ?? "", isAccepted: row.flag("accepted") ?? false,
        remark: row["remark"] ?? "")
      if let laboratory = self.laboratory(row) {
        self.data.laboratories[laboratory].notes.append(note)
      } else {
        self.data.notes.append(note)
      }
    }
  }
}
