internal import PipelineModel
internal import ProficiencyTesting

/// The rows of a table of results, understood and brought together by measurand.
struct MeasuredRows {
  /// The results of each measurand, in the order in which measurands appear; laboratories in order of their code.
  private(set) var measurands: [(name: String, results: [MeasurandRound.Result])] = []

  private struct Key: Hashable {
    let measurand: String
    let laboratory: String
    let replicate: String
  }

  private struct Row {
    let number: Int
    let content: ReportedValue.Content
    let uncertainty: Double?
  }

  /// Reads a table.
  ///
  /// - Parameter participants: Who takes part; nil for whoever has sent something.
  init(
    _ table: TableArtifact, unit: ReportedValue.Unit, participants: [String]?,
    _ notes: inout SubmissionNotes
  ) throws(StageError) {
    for column in ["laboratory", "measurand", "value"] {
      _ = try table.index(of: column, for: "results")
    }
    let rows = try table.texts([
      "laboratory", "measurand", "value", "uncertainty", "replicate", "censored",
    ])
    let known = participants.map { Set($0) }
    var order: [String] = []
    var seen: Set<String> = []
    var found: [Key: [Row]] = [:]
    for (place, row) in rows.enumerated() {
      let number = place + 1
      guard let laboratory = row[0], let measurand = row[1] else {
        notes.add(
          row[0], row[1], row: number, rule: "no-laboratory-or-measurand", isAccepted: false,
          "the row does not say whose result it is, or of what")
        continue
      }
      if let known, !known.contains(laboratory) {
        notes.add(
          laboratory, measurand, row: number, rule: "unknown-laboratory", isAccepted: false,
          "the code is not among those of the participants")
        continue
      }
      if seen.insert(measurand).inserted { order.append(measurand) }
      guard let value = Self.value(row, number, unit, &notes) else { continue }
      let key = Key(measurand: measurand, laboratory: laboratory, replicate: row[4] ?? "")
      found[key, default: []].append(value)
    }
    let single = Self.withoutDuplicates(found, &notes)
    let keys = Dictionary(grouping: single.keys, by: \.measurand)
    for measurand in order {
      let own = keys[measurand] ?? []
      measurands.append((measurand, Self.results(single, own)))
      let present = Set(own.map(\.laboratory))
      for laboratory in (participants ?? []).sorted() where !present.contains(laboratory) {
        notes.add(
          laboratory, measurand, row: nil, rule: "no-result", isAccepted: false,
          "the laboratory has no result that counts")
      }
    }
  }

  private static func value(
    _ row: [String?], _ number: Int, _ unit: ReportedValue.Unit, _ notes: inout SubmissionNotes
  ) -> Row? {
    func note(_ rule: String, _ isAccepted: Bool, _ remark: String) {
      notes.add(row[0], row[1], row: number, rule: rule, isAccepted: isAccepted, remark)
    }
    do throws(ReportedValue.Refusal) {
      let value = try ReportedValue(row[2] ?? "", unit: unit)
      for rule in value.rules { note(rule.rawValue, true, rule.remark) }
      var content = value.content
      if case .measured(let limit) = content, ["true", "1"].contains(row[5]?.lowercased()) {
        content = .below(limit)
      }
      if content == .missing {
        note("no-value", false, "the row holds no value")
        return nil
      }
      var uncertainty: Double?
      if let text = row[3] {
        do throws(ReportedValue.Refusal) {
          if case .measured(let own) = try ReportedValue(text, unit: unit).content {
            uncertainty = Double(own).flatMap { $0 > 0 ? $0 : nil }
          }
        } catch {
          note("uncertainty-\(error.rawValue)", true, "the uncertainty is set aside")
        }
      }
      return Row(number: number, content: content, uncertainty: uncertainty)
    } catch {
      note(error.rawValue, false, error.remark)
      return nil
    }
  }

  /// Of rows that say the same twice one counts; where they contradict each other, none does.
  private static func withoutDuplicates(
    _ found: [Key: [Row]], _ notes: inout SubmissionNotes
  ) -> [Key: Row] {
    var single: [Key: Row] = [:]
    let keys = found.keys.sorted {
      ($0.measurand, $0.laboratory, $0.replicate) < ($1.measurand, $1.laboratory, $1.replicate)
    }
    for key in keys {
      guard let rows = found[key], let first = rows.first else { continue }
      let isSame = rows.allSatisfy { $0.content == first.content }
      for row in isSame ? rows.dropFirst() : rows[...] {
        notes.add(
          key.laboratory, key.measurand, row: row.number,
          rule: isSame ? "duplicate" : "contradicting-duplicate", isAccepted: false,
          isSame
            ? "an earlier row says the same"
            : "rows of one laboratory and replicate say different things, so none counts")
      }
      if isSame { single[key] = first }
    }
    return single
  }

  private static func results(_ rows: [Key: Row], _ own: [Key]) -> [MeasurandRound.Result] {
    let keys = own.sorted { ($0.laboratory, $0.replicate) < ($1.laboratory, $1.replicate) }
    var results: [MeasurandRound.Result] = []
    for key in keys {
      guard let row = rows[key] else { continue }
      if results.last?.laboratory != key.laboratory {
        results.append(.init(laboratory: key.laboratory, replicates: []))
      }
      if case .measured(let value) = row.content {
        results[results.count - 1].replicates.append(value)
      }
      results[results.count - 1].uncertainty =
        results[results.count - 1].uncertainty ?? row.uncertainty
    }
    return results
  }
}

extension ReportedValue.Rule {
  /// What was done.
  var remark: String {
    switch self {
    case .decimalComma: "the comma was taken as a decimal point"
    case .percent: "the percent sign was taken into account"
    case .censored: "the result lies below a limit; it gets no score"
    case .trimmed: "spaces around the value were set aside"
    }
  }
}

extension ReportedValue.Refusal {
  /// What is wrong.
  var remark: String {
    switch self {
    case .ambiguousNumber: "the comma may separate thousands or decimals"
    case .notANumber: "the value is neither a number nor below a limit"
    case .aboveLimit: "a result above a limit cannot be scored"
    }
  }
}
