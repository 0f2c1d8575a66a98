/// Small VCF texts that use much of the format.
struct VariantSeed {
  private var choices: Choices
  private let version: Int
  private let samples: [String]
  private let lineEnd: String

  /// The names of samples begin so; no message may have it.
  static let samplePrefix = "PERSON"

  static func text(seed: UInt64) -> [UInt8] {
    var seed = VariantSeed(seed)
    var lines = seed.header()
    for contig in ["1", "2", "17", "X"].prefix(seed.choices.number(1...3)) {
      var position = 100
      for _ in 0..<seed.choices.number(1...4) {
        lines.append(seed.record(contig, position))
        if !seed.choices.oneIn(5) { position += 10 }
      }
    }
    let isOpen = seed.choices.oneIn(12)
    return Array((lines.joined(separator: seed.lineEnd) + (isOpen ? "" : seed.lineEnd)).utf8)
  }

  private init(_ seed: UInt64) {
    choices = Choices(seed: seed)
    version = choices.number(1...5)
    let most = choices.oneIn(4) ? 40 : 4
    let count = choices.oneIn(6) ? 0 : choices.number(1...most)
    samples = (0..<count).map { "\(Self.samplePrefix)\($0)" }
    lineEnd = choices.oneIn(8) ? "\r\n" : "\n"
  }

  private func header() -> [String] {
    var lines = ["##fileformat=VCFv4.\(version)", "##source=\"fuzz, =<>\""]
    for (name, length) in [("1", 249_250_621), ("2", 243_199_373), ("17", 0), ("X", 155_270_560)] {
      lines.append("##contig=<ID=\(name)\(length > 0 ? ",length=\(length)" : "")>")
    }
    lines.append("##FILTER=<ID=q10,Description=\"Quality below 10, \\\"quoted\\\"\">")
    lines.append("##ALT=<ID=DEL,Description=\"Deletion\">")
    let infos = [
      ("DP", "1", "Integer"), ("AF", "A", "Float"), ("AC", "A", "Integer"), ("AN", "1", "Integer"),
      ("DB", "0", "Flag"), ("END", "1", "Integer"), ("SVLEN", version > 3 ? "A" : ".", "Integer"),
      ("NOTE", "1", "String"), ("CH", "2", "Character"), ("RL", "R", "Integer"),
      ("GS", "G", "Float"), ("SVTYPE", "1", "String"),
      ("CIPOS", version > 3 ? "." : "2", "Integer"), ("DP4", "4", "Integer"),
      ("RN", "A", "Integer"), ("RUS", ".", "String"),
    ]
    for (id, number, type) in infos {
      lines.append("##INFO=<ID=\(id),Number=\(number),Type=\(type),Description=\"\(id)\">")
    }
    guard !samples.isEmpty else { return lines + [columns()] }
    var formats = [
      ("GT", "1", "String"), ("DS", "A", "Float"), ("GP", "G", "Float"), ("AD", "R", "Integer"),
      ("DP", "1", "Integer"), ("GQ", "1", "Integer"), ("PL", "G", "Integer"), ("FT", "1", "String"),
      ("LEN", "1", "Integer"),
    ]
    if version == 5 {
      formats += [
        ("LAA", ".", "Integer"), ("LAD", "LR", "Integer"), ("LPL", "LG", "Integer"),
        ("PSL", "P", "String"), ("M5mC", "M", "Integer"),
      ]
    }
    for (id, number, type) in formats {
      lines.append("##FORMAT=<ID=\(id),Number=\(number),Type=\(type),Description=\"\(id)\">")
    }
    return lines + [columns()]
  }

  private func columns() -> String {
    let names = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    return (names + (samples.isEmpty ? [] : ["FORMAT"] + samples)).joined(separator: "\t")
  }

  private mutating func record(_ contig: String, _ position: Int) -> String {
    let reference = choices.pick(["A", "C", "A", "C", "ACGT", "N"])
    let alternates = choices.pick([
      ["C"], ["A"], ["G"], ["G", "T"], ["<DEL>"], ["*"], ["<NON_REF>"], ["G", "<*>"], [],
      ["G]17:198982]"], ["]X:5]A", "G."], ["<DUP:TANDEM>", "<CNV:TR>"], ["T", "AT", "ATT"],
    ])
    let fields = [
      contig, "\(position)", choices.pick([".", "rs1", "rs1;rs2"]), reference,
      alternates.isEmpty ? "." : alternates.joined(separator: ","),
      choices.pick([".", "50", "1.5e-3", "NaN"]), choices.pick([".", "PASS", "q10"]),
      info(position, alternates.count),
    ]
    return (fields + cells(alternates.count)).joined(separator: "\t")
  }

  private mutating func info(_ position: Int, _ alternates: Int) -> String {
    let perAllele = Array(repeating: "0.25", count: max(alternates, 1)).joined(separator: ",")
    let counts = Array(repeating: "1", count: max(alternates, 1)).joined(separator: ",")
    let fields = [
      "DP=\(choices.below(200))", "AF=\(perAllele)", "AC=\(counts)", "AN=4", "DB",
      "END=\(position + choices.below(500))", "SVLEN=-\(choices.below(90000))", "NOTE=a%3Bb%25",
      "CH=a,b", "RL=1,\(counts)", "SVTYPE=DEL", "CIPOS=-5,5", "DP4=1,2,3,4", "RN=1", "RUS=CAG",
    ]
    let kept = fields.filter { _ in choices.oneIn(5) }
    return kept.isEmpty ? "." : kept.joined(separator: ";")
  }

  private mutating func cells(_ alternates: Int) -> [String] {
    guard !samples.isEmpty else { return [] }
    var layouts = [
      ["GT"], ["GT"], ["GT"], ["GT", "DS"], ["GT", "GP"], ["GT", "AD", "DP", "GQ", "PL"],
      ["DP", "FT"], ["GT", "LEN"],
    ]
    if version == 5 { layouts += [["GT", "LAA", "LAD", "LPL"], ["GT", "PSL", "M5mC"]] }
    let keys = choices.pick(layouts)
    return [keys.joined(separator: ":")]
      + samples.map { _ in keys.map { value($0, alternates) }.joined(separator: ":") }
  }

  private mutating func value(_ key: String, _ alternates: Int) -> String {
    let genotypes = (alternates + 1) * (alternates + 2) / 2
    func list(_ value: String, _ count: Int) -> String {
      Array(repeating: value, count: count).joined(separator: ",")
    }
    switch key {
    case "GT":
      let highest = "\(choices.below(alternates + 1))"
      return choices.pick([
        "0/0", "0|0", "0/0", "0|0", "0/\(highest)", "\(highest)|0", "./.", highest, ".",
        "0/0/\(highest)", "./\(highest)",
      ])
    case "DS": return alternates == 0 ? "." : list("0.5", alternates)
    case "GP", "PL":
      if key == "PL" { return list("10", genotypes) }
      return (["1"] + Array(repeating: "0", count: genotypes - 1)).joined(separator: ",")
    case "AD": return list("7", alternates + 1)
    case "LAA": return alternates == 0 ? "" : "1"
    case "LAD": return alternates == 0 ? "3" : "3,4"
    case "LPL": return alternates == 0 ? "0" : "0,1,2"
    case "PSL": return ".,."
    case "M5mC": return "."
    case "FT": return "PASS"
    default: return "\(choices.below(99))"
    }
  }
}
