import VCF

/// What strict reading says of a file of that version, meta lines and records.
func strictViolations(
  _ version: String, meta: [String] = [], samples: [String] = [], _ records: [String]
) throws -> [VCFError] {
  let columns = VCFHeader.fixedColumns + (samples.isEmpty ? [] : ["FORMAT"] + samples)
  let lines =
    ["##fileformat=VCFv\(version)"] + meta + ["#" + columns.joined(separator: "\t")] + records
  let file = try ScratchFile(lines.joined(separator: "\n") + "\n")
  return StrictReader.violations(in: file.path)
}

/// A record whose columns are at their simplest where none is given.
func record(
  chrom: String = "1", pos: Int = 100, id: String = ".", ref: String = "C", alt: String = "T",
  qual: String = ".", filter: String = "PASS", info: String = ".", format: String? = nil,
  _ cells: [String] = []
) -> String {
  ([chrom, "\(pos)", id, ref, alt, qual, filter, info] + (format.map { [$0] } ?? []) + cells)
    .joined(separator: "\t")
}

/// `rule field` of each violation, for comparison.
func summary(_ violations: [VCFError]) -> [String] {
  violations.map { $0.field.isEmpty ? $0.rule.rawValue : "\($0.rule.rawValue) \($0.field)" }
}
