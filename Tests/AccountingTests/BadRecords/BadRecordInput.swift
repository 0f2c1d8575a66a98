import TestSupport

/// A file of good records with bad ones among them, made from a seed, and what must become of the bad ones.
struct BadRecordInput: Sendable {
  /// What holds the records.
  enum Container: String, Sendable, CaseIterable {
    case plain, bgzf, ndjson
  }

  /// A bad record where it stands.
  struct Refusal: Sendable, Hashable {
    /// Its line, from 1.
    var line: Int
    /// Its byte in the text.
    var textOffset: Int
    var rule: String
  }

  /// What breaks a good record, and the rule that it breaks.
  struct Damage: Sendable {
    var title: String
    var rule: String
    var apply: @Sendable (String) -> String
  }

  let container: Container
  /// The file with the bad records.
  private(set) var text = ""
  /// The same with good records in their place.
  private(set) var cleanText = ""
  private(set) var refusals: [Refusal] = []
  /// The good record at each place of a bad one, by line.
  private(set) var mends: [Int: String] = [:]
  /// The titles of the kinds of damage that occur.
  private(set) var kinds: Set<String> = []

  /// Makes an input.
  ///
  /// - Parameter count: How many records are bad; among each of them stand some good ones.
  init(_ container: Container, count: Int, seed: UInt64) {
    self.container = container
    var random = SeededGenerator(seed: seed)
    let damages = container == .ndjson ? Self.resourceDamages : Self.variantDamages
    var line = 1
    if container != .ndjson { append(Self.variantHeader, to: &line) }
    for number in 0..<count {
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        append(record(line, &random), to: &line)
      }
      // Every kind comes in turn, so that none is left to chance; what it meets is random.
      let damage = damages[number % damages.count]
      let good = record(line, &random)
      let bad = damage.apply(good)
      kinds.insert(damage.title)
      refusals.append(Refusal(line: line, textOffset: text.utf8.count, rule: damage.rule))
      mends[line] = good
      text += bad + "\n"
      cleanText += good + "\n"
      line += 1
    }
    append(record(line, &random), to: &line)
  }

  private mutating func append(_ lines: String, to line: inout Int) {
    text += lines + "\n"
    cleanText += lines + "\n"
    line += lines.split(separator: "\n", omittingEmptySubsequences: false).count
  }

  private func record(_ line: Int, _ random: inout SeededGenerator) -> String {
    container == .ndjson ? Self.resource(line, &random) : Self.variant(line, &random)
  }
}

extension BadRecordInput {
  private static let variantHeader = """
    ##fileformat=VCFv4.3
    ##contig=<ID=chr1,length=248956422>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tperson-1\tperson-2
    """

  private static func variant(_ line: Int, _ random: inout SeededGenerator) -> String {
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    let reference = pick(["A", "C", "G", "T", "AT"])
    let quality = pick([".", "50", "3.5"])
    let genotypes = [pick(["0/0", "0/1", "1/1", "./."]), pick(["0/0", "0|1", "1|1"])]
    return "chr1\t\(100 + line * 7)\trs\(line)\t\(reference)\tG\t\(quality)\tPASS\t.\tGT\t"
      + genotypes.joined(separator: "\t")
  }

  /// A line with another value in one column.
  private static func column(
    _ number: Int, _ title: String, _ rule: String, _ change: @escaping @Sendable (String) -> String
  ) -> Damage {
    Damage(title: title, rule: rule) { line in
      var columns = line.split(separator: "\t").map(String.init)
      columns[number] = change(columns[number])
      return columns.joined(separator: "\t")
    }
  }

  private static let variantDamages: [Damage] = [
    Damage(title: "five columns", rule: "columns") {
      $0.split(separator: "\t").prefix(5).joined(separator: "\t")
    },
    Damage(title: "a sample too many", rule: "columns") { $0 + "\t0/1" },
    Damage(title: "a line that is cut off", rule: "columns") {
      String($0.prefix($0.utf8.count - 9)).split(separator: "\t").prefix(9).joined(separator: "\t")
    },
    Damage(title: "a blank line", rule: "blank") { _ in "" },
    column(0, "no contig", "chrom") { _ in "" },
    column(0, "a contig that is a comment", "chrom") { "#" + $0 },
    column(1, "a letter in POS", "pos") { "\($0)x" },
    column(1, "a negative POS", "pos") { "-\($0)" },
    column(1, "a POS beyond all", "pos") { "99999999\($0)" },
    column(1, "no POS", "pos") { _ in "" },
    column(3, "no REF", "ref") { _ in "" },
    column(3, "a REF that is no sequence", "ref") { $0 + "1" },
    column(4, "no ALT", "alt") { _ in "" },
    column(4, "an empty allele", "alt") { $0 + "," },
    column(5, "a QUAL of words", "qual") { _ in "high" },
    column(5, "no QUAL", "qual") { _ in "" },
  ]

  private static func resource(_ line: Int, _ random: inout SeededGenerator) -> String {
    let sex = ["female", "male", "other", "unknown"].randomElement(using: &random) ?? ""
    let year = Int.random(in: 1930...2020, using: &random)
    return
      #"{"resourceType":"Patient","id":"person-\#(line)","gender":"\#(sex)","birthDate":"\#(year)"}"#
  }

  private static let resourceDamages: [Damage] = [
    Damage(title: "text", rule: "json") { "no JSON but " + $0 },
    Damage(title: "an object that is cut off", rule: "json") { String($0.prefix(30)) },
    Damage(title: "a brace too many", rule: "json") { $0 + "}" },
    Damage(title: "two on a line", rule: "json") { $0 + $0 },
    Damage(title: "single quotes", rule: "json") { $0.replacing("\"", with: "'") },
    Damage(title: "no colon", rule: "json") { $0.replacing("\"id\":", with: "\"id\" ") },
    Damage(title: "a comma at the end", rule: "json") { String($0.dropLast()) + ",}" },
    Damage(title: "a control character in a string", rule: "json") {
      $0.replacing("person-", with: "person\u{1}")
    },
    Damage(title: "an escape that is none", rule: "json") {
      $0.replacing("person-", with: "person\\x")
    },
    Damage(title: "a number with a leading zero", rule: "json") {
      $0.replacing("\"gender\":", with: "\"n\":012,\"gender\":")
    },
    Damage(title: "an array", rule: "object") { "[" + $0 + "]" },
    Damage(title: "a string", rule: "object") { _ in "\"Patient\"" },
    Damage(title: "no type", rule: "resourceType") {
      $0.replacing("\"resourceType\":\"Patient\",", with: "")
    },
    Damage(title: "a type that is a number", rule: "resourceType") {
      $0.replacing("\"Patient\"", with: "7")
    },
    Damage(title: "two members of one name", rule: "duplicateKey") {
      $0.replacing("\"gender\":", with: "\"id\":\"other\",\"gender\":")
    },
  ]
}
