import Foundation
import PipelineModel

/// Holds promises about one place of the graph against what was found there.
struct PromiseCheck {
  let stage: String
  let port: String?
  private(set) var records: [ContractRecord] = []

  init(stage: String, port: String?) {
    self.stage = stage
    self.port = port
  }

  private mutating func note(_ promise: String, _ limit: String, _ found: String, _ isKept: Bool) {
    records.append(
      ContractRecord(
        stage: stage, port: port, promise: promise, limit: limit, found: found, isKept: isKept))
  }

  /// Bad records, as a share and as a number.
  mutating func bad(_ total: ArtifactManifest.Accounting, _ conditions: FailureConditions) {
    if let rate = conditions.badRate {
      let share = Double(total.bad) / Double(max(total.read, 1))
      let verb = total.bad == 1 ? "is" : "are"
      note(
        "failIf.badRate", Self.percent(rate),
        "\(total.bad) of \(total.read) records \(verb) bad (\(Self.percent(share)))",
        Double(total.bad) <= rate * Double(total.read))
    }
    if let count = conditions.badCount {
      note(
        "failIf.badCount", String(count),
        total.bad == 1 ? "1 record is bad" : "\(total.bad) records are bad", total.bad <= count)
    }
  }

  /// At least one record.
  mutating func notEmpty(_ read: Int) {
    note(
      "failIf.emptyInput", "1", read == 0 ? "there is no record" : "\(read) records were read",
      read > 0)
  }

  /// The fewest and the most rows.
  mutating func bounds(_ rows: Int, _ minimum: Int?, _ maximum: Int?) {
    let found = rows == 1 ? "1 record was kept" : "\(rows) records were kept"
    if let minimum { note("minimumRows", String(minimum), found, rows >= minimum) }
    if let maximum { note("maximumRows", String(maximum), found, rows <= maximum) }
  }

  /// Fewer or more rows than in the run before; nothing where there was none.
  mutating func change(from before: Int?, to rows: Int, _ conditions: FailureConditions) {
    guard let before else { return }
    let change = before == 0 ? (rows == 0 ? 0 : Double.infinity) : Double(rows) / Double(before) - 1
    let words =
      change.isInfinite ? "from none to \(rows)" : "\(rows) after \(before), \(Self.signed(change))"
    // A limit of 20 % is kept by exactly 20 %, whatever the last bit of the quotient.
    if let limit = conditions.rowsFallBy {
      let isKept = Double(before - rows) <= limit * Double(before) + 1e-9
      note("failIf.rowsFallBy", Self.percent(limit), words, isKept)
    }
    if let limit = conditions.rowsGrowBy {
      let isKept = Double(rows - before) <= limit * Double(before) + 1e-9
      note("failIf.rowsGrowBy", Self.percent(limit), words, isKept)
    }
  }

  /// The age of the newest file, in seconds.
  mutating func age(of newest: Double?, limit: Double, at instant: Double) {
    guard let newest else {
      note("failIf.newestFileOlderThan", Self.duration(limit), "there is no file", false)
      return
    }
    let age = max(0, instant - newest)
    note(
      "failIf.newestFileOlderThan", Self.duration(limit),
      "the newest file is \(Self.duration(age)) old", age <= limit)
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 100_000).rounded() / 1000)%"
  }

  private static func signed(_ share: Double) -> String {
    (share > 0 ? "+" : "") + percent(share)
  }

  /// A length of time in the largest unit that it fills, such as `2.5d`.
  private static func duration(_ seconds: Double) -> String {
    let units = [("d", 86400.0), ("h", 3600), ("m", 60)]
    guard let (unit, length) = units.first(where: { seconds >= $0.1 }) else {
      return "\(Int(seconds.rounded()))s"
    }
    let value = (seconds / length * 10).rounded() / 10
    return value == value.rounded() ? "\(Int(value))\(unit)" : "\(value)\(unit)"
  }
}

extension ContractRecord {
  /// What is wrong, in a sentence with what to do.
  var sentence: String {
    let place = port.map { "\($0) of stage \"\(stage)\"" } ?? "stage \"\(stage)\""
    return "the data contract of \(place) is broken: \(found), \(limitInWords); \(remedy)"
  }

  private var limitInWords: String {
    switch promise {
    case "minimumRows": "fewer than the \(limit) of \"minimumRows\""
    case "failIf.emptyInput": "against \"failIf.emptyInput\""
    case "failIf.rowsFallBy": "a fall by more than the \(limit) of \"failIf.rowsFallBy\""
    case "failIf.rowsGrowBy": "a growth by more than the \(limit) of \"failIf.rowsGrowBy\""
    case "failIf.newestFileOlderThan":
      "against the \(limit) of \"failIf.newestFileOlderThan\""
    default: "more than the \(limit) of \"\(promise)\""
    }
  }

  private var remedy: String {
    switch promise {
    case "failIf.badRate", "failIf.badCount":
      "look at the run's quarantine and mend the input, or raise the limit"
    case "failIf.emptyInput", "failIf.newestFileOlderThan": "check that the input was delivered"
    case "minimumRows", "failIf.rowsFallBy":
      "check that the input is complete, or change the limit"
    default: "check that the input holds nothing twice, or change the limit"
    }
  }
}
