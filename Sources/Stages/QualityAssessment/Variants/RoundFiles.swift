internal import PipelineModel

/// Where the code of a laboratory stands.
enum LaboratoryNaming: String, CaseIterable, Sendable {
  /// In the name of its file: `LAB07.vcf.gz`, or `LAB07_S1.vcf.gz` with the sample behind it.
  case file
  /// In the names of samples: `LAB07_S1`.
  case sample
}

/// The files of a round, sorted by sample and laboratory.
struct RoundFiles {
  /// What there is in each sample.
  let truth: [String: CallRuns]
  /// What laboratories have found, by laboratory and sample.
  private(set) var submissions: [String: [String: CallRuns]] = [:]

  /// Sorts sheets.
  init(
    _ sheets: [CallSheet], naming: LaboratoryNaming, _ notes: inout SubmissionNotes
  ) throws(StageError) {
    truth = try Self.truth(sheets)
    for sheet in sheets where sheet.port == "submissions" { add(sheet, naming, &notes) }
    for sheet in sheets where sheet.port == SubmittedRows.port { addRows(sheet, &notes) }
  }

  /// What there is in each sample.
  static func truth(_ sheets: [CallSheet]) throws(StageError) -> [String: CallRuns] {
    var truth: [String: CallRuns] = [:]
    for sheet in sheets where sheet.port == "truth" {
      let names = sheet.samples.isEmpty ? [stem(sheet.file)] : sheet.samples
      for (place, name) in names.enumerated() {
        guard truth[name] == nil else {
          throw StageError(
            .input, "the truth has a sample twice",
            remedy: "give each sample of the round once, in one file", file: sheet.file)
        }
        truth[name] = place < sheet.runs.count ? sheet.runs[place] : [:]
      }
    }
    guard !truth.isEmpty else {
      throw StageError(.input, "the truth has no sample", remedy: "give a VCF of what samples hold")
    }
    return truth
  }

  /// Adds rows of a table, whose laboratory and samples are known.
  private mutating func addRows(_ sheet: CallSheet, _ notes: inout SubmissionNotes) {
    for (place, sample) in sheet.samples.enumerated() {
      guard submissions[sheet.file]?[sample] == nil else {
        notes.add(
          sheet.file, sample, row: nil, rule: "duplicate-submission", isAccepted: false,
          "the laboratory has sent a file with the sample too; that one counts")
        continue
      }
      submissions[sheet.file, default: [:]][sample] =
        place < sheet.runs.count ? sheet.runs[place] : [:]
    }
  }

  private mutating func add(
    _ sheet: CallSheet, _ naming: LaboratoryNaming, _ notes: inout SubmissionNotes
  ) {
    let columns = sheet.samples.isEmpty ? [nil] : sheet.samples.map { Optional($0) }
    let (fileLaboratory, fileSample) = split(Self.stem(sheet.file))
    for (place, column) in columns.enumerated() {
      var laboratory = fileLaboratory
      var sample = fileSample ?? column
      if naming == .sample, let column { (laboratory, sample) = split(column) }
      if sample.map({ truth[$0] == nil }) ?? true {
        // With one sample in the round there is no doubt which one is meant.
        let isOnly = truth.count == 1 && columns.count == 1
        guard isOnly else {
          notes.add(
            laboratory, nil, row: nil, rule: "unknown-sample", isAccepted: false,
            "column \(place + 1) of a file is none of the samples of the round")
          continue
        }
        sample = truth.keys.first
        notes.add(
          laboratory, sample, row: nil, rule: "only-sample", isAccepted: true,
          "the file names its sample otherwise, but the round has one only")
      }
      guard let sample else { continue }
      guard submissions[laboratory]?[sample] == nil else {
        notes.add(
          laboratory, sample, row: nil, rule: "duplicate-submission", isAccepted: false,
          "an earlier file of the laboratory has the sample too; that one counts")
        continue
      }
      submissions[laboratory, default: [:]][sample] =
        place < sheet.runs.count ? sheet.runs[place] : [:]
    }
  }

  /// The laboratory in a name, and the sample behind it where there is one of the round.
  private func split(_ name: String) -> (laboratory: String, sample: String?) {
    for sample in truth.keys.sorted(by: { ($0.count, $0) > ($1.count, $1) }) {
      for separator in ["_", ".", "-"] where name.hasSuffix(separator + sample) {
        let laboratory = name.dropLast(sample.count + 1)
        if !laboratory.isEmpty { return (String(laboratory), sample) }
      }
    }
    return (name, nil)
  }

  /// The name of a file without the endings of VCF.
  private static func stem(_ name: String) -> String {
    var rest = name[...]
    for ending in [".gz", ".bgz", ".vcf"] where rest.lowercased().hasSuffix(ending) {
      rest = rest.dropLast(ending.count)
    }
    return String(rest)
  }
}
