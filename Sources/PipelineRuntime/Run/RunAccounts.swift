import ByteIO
package import JSONText
package import PipelineModel
import PipelinePlanner

/// What became of the records of every file of a run, in every stage on its stream.
///
/// The proof behind read = kept + quarantined + dropped: the counts that the artifacts hold, added up by file, checked
/// against each other and against the records that are in quarantine.
struct RunAccounts {
  /// The name of the file within the run folder that lists all accounts, one a line.
  static let fileName = "accounts.ndjson"

  /// A stage in one pass over its input.
  struct Place: Hashable, Codable {
    /// The segment.
    let segment: Int
    /// The stage's number.
    let stage: Int
  }

  private typealias Accounting = ArtifactManifest.Accounting
  private var files: [Place: [String: Accounting]] = [:]
  private var tasks: [Place: Int] = [:]
  private var found: [Place: [String: [String: Int]]] = [:]
  /// The totals of all tasks, where only some were looked at because an earlier run has looked at the others.
  private var kept: [Place: Total]?

  /// What became of the records of a stage in one pass, over all tasks that have given account.
  struct Total: Codable {
    /// How many tasks that are.
    var tasks: Int
    /// What became of the records.
    var accounting: ArtifactManifest.Accounting
  }

  /// Takes the totals from an earlier account of the same results.
  mutating func keep(totals: [Place: Total]) { kept = totals }

  /// The totals of all places.
  var totals: [Place: Total] {
    Dictionary(
      uniqueKeysWithValues: files.map { place, accounts in
        var total = Accounting()
        for account in accounts.values { total.add(account) }
        return (place, Total(tasks: tasks[place, default: 0], accounting: total))
      })
  }

  /// Adds what became of the records of one file in one stage.
  mutating func add(_ accounting: ArtifactManifest.Accounting, file: String, at place: Place) {
    files[place, default: [:]][file, default: Accounting()].add(accounting)
  }

  /// Notes that a task has given an account of a stage.
  mutating func addTask(at place: Place) {
    tasks[place, default: 0] += 1
  }

  /// Adds records that are in quarantine.
  mutating func addFound(_ count: Int, rule: String, file: String, at place: Place) {
    found[place, default: [:]][file, default: [:]][rule, default: 0] += count
  }

  /// What became of all records of a stage in one pass; nil where a task has left no account, because nothing that
  /// it makes was needed any more.
  func total(at place: Place, tasks expected: Int) -> ArtifactManifest.Accounting? {
    if let kept { return kept[place].flatMap { $0.tasks == expected ? $0.accounting : nil } }
    guard tasks[place, default: 0] == expected else { return nil }
    var total = Accounting()
    for account in files[place, default: [:]].values { total.add(account) }
    return total
  }

  /// Accounts that do not add up, in full sentences.
  func mismatches(_ pipeline: CompiledPipeline) -> [String] {
    var sentences: [String] = []
    for place in places {
      let name = pipeline.stages[place.stage].name
      let producer = pipeline.stages[place.stage].edges.first { $0.type.kind.isStream }?.producer
      let before = producer.flatMap { files[Place(segment: place.segment, stage: $0)] }
      for (file, account) in sorted(place) {
        let dropped = account.dropped.values.reduce(0, +)
        let accounted = account.kept + account.quarantinedCount + dropped
        let made = account.made?.values.reduce(0, +) ?? 0
        if account.read + made != accounted {
          sentences.append(
            Self.sentence(
              file, name,
              "\(account.read) were read\(made == 0 ? "" : " and \(made) made"), but \(account.kept) kept + \(account.quarantinedCount) "
                + "quarantined + \(dropped) dropped is \(accounted)"))
        }
        if let kept = before?[file]?.kept, kept != account.read {
          sentences.append(
            Self.sentence(file, name, "\(kept) went on to it but \(account.read) came in"))
        }
        let aside = found[place]?[file] ?? [:]
        if aside != account.quarantined.filter({ $0.value > 0 }) {
          sentences.append(
            Self.sentence(
              file, name,
              "\(account.quarantinedCount) were kept aside, but \(aside.values.reduce(0, +)) are in "
                + "quarantine, or under other rules"))
        }
      }
    }
    return sentences
  }

  private static func sentence(_ file: String, _ stage: String, _ what: String) -> String {
    "\(file): records are unaccounted for in stage \"\(stage)\": \(what); results in the work folder were changed: "
      + "remove its folder \"artifacts\" and run again; if it happens again, report a defect"
  }

  private var places: [Place] {
    files.keys.sorted { ($0.segment, $0.stage) < ($1.segment, $1.stage) }
  }

  private func sorted(_ place: Place) -> [(String, ArtifactManifest.Accounting)] {
    files[place, default: [:]].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The account of every file and stage, in the order of the plan.
  func all(_ pipeline: CompiledPipeline) -> [FileAccount] {
    var accounts: [FileAccount] = []
    for place in places {
      let pass = places.count { $0.stage == place.stage && $0.segment <= place.segment }
      for (file, account) in sorted(place) {
        accounts.append(
          FileAccount(
            file: file, stage: pipeline.stages[place.stage].name, pass: pass, read: account.read,
            kept: account.kept, quarantined: account.quarantined, dropped: account.dropped,
            made: account.made ?? [:]))
      }
    }
    return accounts
  }

  /// The accounts that a run has left in its folder; none where it was cut off before.
  static func read(_ folder: String) throws(StageError) -> [FileAccount] {
    let path = folder + "/" + fileName
    guard FileStamp(path) != nil else { return [] }
    var text: [UInt8] = []
    try FileBlocks.forEach(path) { block, _ in text += block }
    return text.split(separator: UInt8(ascii: "\n")).compactMap { FileAccount(line: Array($0)) }
  }

  /// Writes all accounts into the run folder, one object a line.
  ///
  /// - Returns: How many bytes that are.
  static func save(
    _ accounts: [FileAccount], _ work: WorkFolder, run id: String
  ) throws(StageError) -> Int {
    var text: [UInt8] = []
    for account in accounts { text += Array(account.json.compactText.utf8) + [UInt8(ascii: "\n")] }
    try work.write(text, to: fileName, ofRun: id)
    return text.count
  }
}

extension RunRecord {
  /// The accounts of all files that a run has left in its folder; none where it was cut off before.
  package static func accounts(runFolder: String) throws(StageError) -> [FileAccount] {
    try RunAccounts.read(runFolder)
  }
}

extension ContractRecord {
  /// The promise and what was found, as an object.
  package var json: JSONNode {
    .object([
      ("stage", .text(stage)), ("port", port.map { .text($0) } ?? nil),
      ("promise", .text(promise)), ("limit", .text(limit)), ("found", .text(found)),
      ("kept", .flag(isKept)),
    ])
  }
}

extension FileAccount {
  /// The account in a line of ``RunAccounts/fileName``; nil where it has not the form of one.
  fileprivate init?(line: [UInt8]) {
    guard let node = try? JSONParser.parse(line), let file = node["file"]?.string,
      let stage = node["stage"]?.string, let read = node["read"]?.integer,
      let kept = node["kept"]?.integer
    else { return nil }
    func counts(_ key: String) -> [String: Int] {
      Dictionary((node[key]?.members ?? []).map { ($0.key, $0.value.integer ?? 0) }) { $0 + $1 }
    }
    self.init(
      file: file, stage: stage, pass: node["pass"]?.integer ?? 1, read: read, kept: kept,
      quarantined: counts("quarantined"), dropped: counts("dropped"), made: counts("made"))
  }

  /// The account as an object.
  package var json: JSONNode {
    func counts(_ rules: [String: Int]) -> JSONNode {
      .object(rules.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
    }
    return .object([
      ("stage", .text(stage)), ("file", .text(file)), ("pass", .integer(pass)),
      ("read", .integer(read)), ("kept", .integer(kept)), ("quarantined", counts(quarantined)),
      ("dropped", counts(dropped)), ("made", counts(made)),
    ])
  }
}
