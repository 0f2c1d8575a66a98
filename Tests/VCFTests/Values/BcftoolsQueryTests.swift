import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

/// Every declared field of every record as this module reads it, against `bcftools query`.
@Suite("Typed values beside bcftools query", .enabled(if: hasBcftools, "needs bcftools"))
struct BcftoolsQueryTests {
  @Test(
    "Conformance files and files of other tools",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func sharedFiles() throws {
    let root = SharedData.file("")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      $0.hasSuffix(".vcf") && !$0.contains("/failed/")
    }
    var compared = 0
    for name in names.sorted() { compared += try compare(root + "/" + name) }
    #expect(compared > 3_000)
  }

  @Test("The samples of the project")
  func projectFiles() throws {
    let file = try recordsAlone(SharedData.project("samples/registry/cohort.vcf.gz"))
    #expect(try compare(file.path, limit: 300) > 300)
  }

  @Test("A file with every number and type, drawn at random")
  func randomFile() throws {
    var generator = SeededGenerator(seed: 99)
    let numbers = ["1", "2", "A", "R", "G", "."]
    let types = ["Integer", "Float", "String", "Character"]
    var meta = ["##contig=<ID=1>", definition("FORMAT", "GT", "1", "String")]
    var keys: [(key: String, number: String, type: String)] = []
    for number in numbers {
      for type in types {
        let key = "K" + (number == "." ? "V" : number) + type.prefix(1)
        keys.append((key, number, type))
        meta += ["INFO", "FORMAT"].map { definition($0, key, number, type) }
      }
    }
    let samples = ["a", "b", "c"]
    var text = headerText(samples: samples, meta: meta)
    for position in 1...50 {
      let alternates = Int.random(in: 1...3, using: &generator)
      func field(_ number: String, _ type: String) -> String {
        let alleles = alternates + 1
        let count =
          switch number {
          case "A": alternates
          case "R": alleles
          case "G": alleles * (alleles + 1) / 2
          case ".": Int.random(in: 1...4, using: &generator)
          default: Int(number) ?? 1
          }
        return (0..<count).map { _ in randomValue(type, &generator) }.joined(separator: ",")
      }
      let chosen = keys.shuffled(using: &generator).prefix(8)
      let info = chosen.map { "\($0.key)=" + field($0.number, $0.type) }.joined(separator: ";")
      let alleles = ["C", "G", "T"].prefix(alternates).joined(separator: ",")
      text += "1\t\(position)\t.\tA\t\(alleles)\t.\t.\t\(info)\t"
      text += (["GT"] + chosen.map(\.key)).joined(separator: ":")
      for _ in samples {
        text += "\t0/1:" + chosen.map { field($0.number, $0.type) }.joined(separator: ":")
      }
      text += "\n"
    }
    let file = try ScratchFile(text)
    #expect(try compare(file.path) > 1_000)
  }

  private func randomValue(_ type: String, _ generator: inout SeededGenerator) -> String {
    if Int.random(in: 0...6, using: &generator) == 0 { return "." }
    switch type {
    case "Integer": return String(Int.random(in: -2_147_483_640...2_147_483_647, using: &generator))
    case "Float":
      let value = Double.random(in: -10...10, using: &generator)
      return ["\(value)", "\(value / 1e9)", "nan", "inf", "-inf", "3", "1e20"]
        .randomElement(using: &generator) ?? "0"
    case "Character": return ["a", "B", "*", "7"].randomElement(using: &generator) ?? "x"
    default: return ["abc", "a b", "x%3Dy", "é"].randomElement(using: &generator) ?? "x"
    }
  }

  /// Compares the values of all records that bcftools reads; returns how many there were.
  private func compare(_ path: String, limit: Int = 1_000) throws -> Int {
    // Some files are expected outputs without a header.
    guard let header = try? VCFFileReader(path: path).header else { return 0 }
    let infos = header.infos.keys.sorted()
    let formats = header.formats.keys.sorted()
    let columns =
      infos.map { "%INFO/" + $0 } + formats.map { "[%" + $0 + "\u{1F}]" }
    let result = try Program.run(
      bcftools, ["query", "-f", columns.joined(separator: "\\t") + "\\n", path],
      in: NSTemporaryDirectory())
    // A record that bcftools cannot read ends its output, not always with an error.
    let rows = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    var row = 0
    var compared = 0
    for batch in try readBatches(path) {
      for record in batch.records where row < min(limit, rows.count - 1) {
        let cells = rows[row].split(separator: "\t", omittingEmptySubsequences: false)
        row += 1
        let owned = OwnedRecord(record, batch.chunk.text.span, header: header)
        for (key, theirs) in zip(infos, cells) {
          try expectEqual(try owned.info(key), String(theirs), .info, key, header, path)
          compared += 1
        }
        for (key, theirs) in zip(formats, cells.dropFirst(infos.count)) {
          let values = try owned.format(key) ?? []
          let texts = theirs.split(separator: "\u{1F}", omittingEmptySubsequences: false)
          for (value, text) in zip(values, texts) {
            try expectEqual(value, String(text), .format, key, header, path)
            compared += 1
          }
        }
      }
    }
    return compared
  }

  private func decoded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return PercentEncoding.decoded(bytes.span, 0..<bytes.count)
  }

  private func expectEqual(
    _ value: FieldValue?, _ theirs: String, _ column: FieldColumn, _ key: String,
    _ header: VCFHeader, _ path: String
  ) throws {
    let place = Comment(rawValue: "\(path) \(column.name(of: key)) \(theirs)")
    let type = column == .info ? header.infos[key]?.type : header.formats[key]?.type
    // A list without elements is a missing one to bcftools.
    let isEmpty = value.map { $0 != .flag && $0.count == 0 } ?? true
    guard let value, !isEmpty else {
      #expect(
        theirs.split(separator: ",").allSatisfy { $0 == "." || $0 == "0" && type == .flag }, place)
      return
    }
    if value == .flag {
      #expect(theirs == "1", place)
      return
    }
    var mine: [UInt8] = []
    try FieldCodec(column, key: key, header: header).append(value, to: &mine)
    let text = String(decoding: mine, as: UTF8.self)
    guard type == .float else {
      // bcftools leaves percent-encoding as it is; another one of the same text is as good.
      #expect(text == theirs || decoded(text) == decoded(theirs), place)
      return
    }
    // bcftools keeps 32 bits and prints six digits.
    let left = text.split(separator: ",").map { Double($0) }
    let right = theirs.split(separator: ",").map { Double($0) }
    #expect(left.count == right.count, place)
    for (mine, theirs) in zip(left, right) where mine != theirs {
      let mine = try #require(mine, place)
      let theirs = try #require(theirs, place)
      let isClose = abs(mine - theirs) <= 1e-5 * abs(mine)
      #expect(isClose || mine.isNaN && theirs.isNaN, place)
    }
  }
}
