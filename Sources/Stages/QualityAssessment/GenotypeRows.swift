internal import PipelineModel
internal import ProficiencyTesting

/// What samples hold, as the organiser knows it.
struct ExpectedGenotypes {
  /// The samples in the order in which they appear.
  private(set) var samples: [String] = []
  /// Their variants; none for a sample without.
  private(set) var variants: [String: [GenotypeMarking.Expected]] = [:]

  /// Their names as the organiser writes them.
  private var names: [String: [String]] = [:]
  /// What is to be said of each sample; none where that is not marked.
  private(set) var interpretations: [String: InterpretationMarks.Expected] = [:]

  /// Reads a table with a row for each variant, or for each sample without one.
  init(_ table: TableArtifact) throws(StageError) {
    for column in ["sample", "result"] { _ = try table.index(of: column, for: "expected") }
    let rows = try table.texts([
      "sample", "result", "vaf", "unspecified", "interpretation", "interpretation_incomplete",
    ])
    for (place, row) in rows.enumerated() {
      guard let sample = row[0], let answer = row[1].flatMap({ GenotypeText($0) }),
        answer.answer != .failed
      else {
        throw StageError(
          .input, "row \(place + 1) of what is expected names no sample or no result",
          remedy: "write the variants, or \"wild type\"")
      }
      if variants[sample] == nil { samples.append(sample) }
      var fraction: Double?
      if let text = row[2] {
        do throws(ReportedValue.Refusal) {
          if case .measured(let value) = try ReportedValue(text, unit: .fraction).content {
            fraction = Double(value)
          }
        } catch {
          throw StageError(
            .input, "row \(place + 1) of what is expected has a \"vaf\" that is no fraction",
            remedy: "write 0.01 or 1 %", field: "vaf")
        }
      }
      if row[4] != nil || row[5] != nil {
        interpretations[sample, default: .init()].add(correct: row[4], incomplete: row[5])
      }
      let loose = (row[3] ?? "").split(separator: ";").map { GenotypeText.spelling($0) }
      names[sample, default: []] += answer.variants.sorted().map(answer.asWritten)
      variants[sample, default: []] += answer.variants.sorted().map {
        .init(variant: $0, alleleFraction: fraction, unspecified: Set(loose.filter { !$0.isEmpty }))
      }
    }
  }

  /// What is expected as the organiser writes it.
  func written(_ sample: String) -> String {
    let names = names[sample] ?? []
    return names.isEmpty ? "wild type" : names.joined(separator: "; ")
  }

  /// What a perfect laboratory says, in one spelling.
  func category(_ sample: String) -> String {
    let names = (variants[sample] ?? []).map(\.variant)
    return names.isEmpty ? "wild type" : names.sorted().joined(separator: ";")
  }
}

/// What laboratories say about samples, one answer for each.
struct GenotypeRows {
  struct Answer {
    let genotype: GenotypeText
    let claim: GenotypeMarking.Claim
    let interpretation: String?
  }

  /// The laboratories that take part, sorted.
  private(set) var laboratories: [String] = []
  private var answers: [String: [String: Answer]] = [:]

  /// The answer of a laboratory for a sample.
  func answer(_ laboratory: String, _ sample: String) -> Answer? { answers[laboratory]?[sample] }

  /// Reads a table.
  ///
  /// - Parameter participants: Who takes part; nil for whoever has sent something.
  init(
    _ table: TableArtifact, samples: [String], participants: [String]?,
    _ notes: inout SubmissionNotes
  ) throws(StageError) {
    for column in ["laboratory", "sample", "result"] {
      _ = try table.index(of: column, for: "results")
    }
    let rows = try table.texts([
      "laboratory", "sample", "result", "claimed_lod", "targets", "interpretation",
    ])
    let known = participants.map { Set($0) }
    let wanted = Set(samples)
    var contradicted: Set<[String]> = []
    var seen: Set<String> = []
    for (place, row) in rows.enumerated() {
      func note(_ rule: String, _ isAccepted: Bool, _ remark: String) {
        notes.add(row[0], row[1], row: place + 1, rule: rule, isAccepted: isAccepted, remark)
      }
      guard let laboratory = row[0], let sample = row[1] else {
        note(
          "no-laboratory-or-sample", false, "the row does not say whose result it is, or of what")
        continue
      }
      if let known, !known.contains(laboratory) {
        note("unknown-laboratory", false, "the code is not among those of the participants")
        continue
      }
      seen.insert(laboratory)
      guard wanted.contains(sample) else {
        note("unknown-sample", false, "no such sample was sent out")
        continue
      }
      guard let genotype = row[2].flatMap({ GenotypeText($0) }) else {
        note("no-result", false, "the row holds no result")
        continue
      }
      let answer = Answer(
        genotype: genotype, claim: Self.claim(row, note), interpretation: row[5])
      guard let earlier = answers[laboratory]?[sample] else {
        answers[laboratory, default: [:]][sample] = answer
        continue
      }
      if earlier.genotype == genotype {
        note("duplicate", false, "an earlier row says the same")
      } else {
        note("contradicting-duplicate", false, "an earlier row says something else, so none counts")
        contradicted.insert([laboratory, sample])
      }
    }
    for pair in contradicted { answers[pair[0]]?[pair[1]] = nil }
    laboratories = (participants ?? Array(seen)).sorted()
    for laboratory in laboratories where answers[laboratory] == nil {
      notes.add(
        laboratory, nil, row: nil, rule: "missing-laboratory", isAccepted: false,
        "the laboratory has sent nothing that counts")
    }
  }

  private static func claim(
    _ row: [String?], _ note: (String, Bool, String) -> Void
  ) -> GenotypeMarking.Claim {
    var claim = GenotypeMarking.Claim()
    if let text = row[3] {
      do throws(ReportedValue.Refusal) {
        switch try ReportedValue(text, unit: .fraction).content {
        case .measured(let value), .below(.some(let value)): claim.limit = Double(value)
        case .below(nil), .missing: break
        }
      } catch {
        note("claimed-lod-\(error.rawValue)", true, "the claimed limit is taken as not given")
      }
    }
    if let text = row[4] {
      let targets = text.split(separator: ";").map { GenotypeText.spelling($0) }
      if !targets.isEmpty { claim.targets = Set(targets.filter { !$0.isEmpty }) }
    }
    return claim
  }
}
