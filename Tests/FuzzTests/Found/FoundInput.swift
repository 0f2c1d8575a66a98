/// An input that once broke a promise, as small as it could be made, or one made to press on a weak place.
struct FoundInput: Sendable {
  /// What it is, and what it did.
  let name: String
  /// MiB by which the peak of memory may rise.
  let memory: Int
  let make: @Sendable () throws -> FuzzInput

  /// All of them.
  static let all = numbers + structures + quantities + scores + packings + paths

  static func named(_ name: String) -> FoundInput? { all.first { $0.name == name } }

  init(_ name: String, memory: Int = 256, _ make: @escaping @Sendable () throws -> FuzzInput) {
    self.name = name
    self.memory = memory
    self.make = make
  }

  /// A VCF text of a version with meta lines, samples and records; blanks in records stand for tabs.
  static func variants(
    version: String = "4.3", meta: [String] = [], samples: Int = 0, _ records: [String]
  ) -> FuzzInput {
    var columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    let names = (0..<samples).map { "\(VariantSeed.samplePrefix)\($0)" }
    if samples > 0 { columns += ["FORMAT"] + names }
    let head = ["##fileformat=VCFv\(version)"] + meta + [columns.joined(separator: "\t")]
    var text = Array(head.joined(separator: "\n").utf8)
    text.append(0x0A)
    for record in records {
      text += record.utf8.map { $0 == 0x20 ? 0x09 : $0 }
      text.append(0x0A)
    }
    return FuzzInput(kind: .variants, bytes: text, text: text)
  }

  /// A line that defines an INFO or FORMAT key.
  static func definition(
    _ column: String, _ id: String, _ number: String, _ type: String
  ) -> String {
    "##\(column)=<ID=\(id),Number=\(number),Type=\(type),Description=\"\(id)\">"
  }

  static func scoringFile(_ lines: [String]) -> FuzzInput {
    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
    return FuzzInput(kind: .scoringFile, bytes: text, text: text)
  }
}
