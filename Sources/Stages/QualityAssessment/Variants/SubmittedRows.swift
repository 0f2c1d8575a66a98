internal import Genomics
internal import Nomenclature
internal import PipelineModel
internal import ProficiencyTesting
internal import ReferenceGenome
internal import VariantComparison

/// Variants that laboratories send as rows of a table: as VCF has them, or by their names.
struct SubmittedRows {
  /// The port at which they come in.
  static let port = "rows"
  private static let columns = [
    "laboratory", "sample", "chrom", "pos", "ref", "alt", "hgvs", "vaf",
  ]

  private struct Key: Hashable {
    let laboratory: String
    let sample: String
  }

  private var calls: [Key: [(contig: String, call: ComparedCall)]] = [:]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - samples: Those of the round.
  ///   - transcripts: What coding names count on.
  init(
    _ table: TableArtifact, samples: Set<String>, genome: ReferenceGenome, assembly: Assembly,
    transcripts: [Transcript], _ notes: inout SubmissionNotes
  ) throws(StageError) {
    for column in ["laboratory", "sample"] { _ = try table.index(of: column, for: "rows") }
    var places = VariantPlaces(genome, assembly, transcripts)
    for (place, row) in try table.texts(Self.columns).enumerated() {
      func note(_ rule: String, _ isAccepted: Bool, _ remark: String) {
        notes.add(row[0], row[1], row: place + 1, rule: rule, isAccepted: isAccepted, remark)
      }
      guard let laboratory = row[0], let sample = row[1] else {
        note(
          "no-laboratory-or-sample", false, "the row does not say whose variant it is, or of what")
        continue
      }
      guard samples.contains(sample) else {
        note("unknown-sample", false, "no such sample was sent out")
        continue
      }
      let key = Key(laboratory: laboratory, sample: sample)
      calls[key, default: []] += []
      do throws(VariantPlaces.Refusal) {
        guard var found = try Self.variant(row, &places) else { continue }
        if let text = row[7] { found.call.alleleFraction = Self.fraction(text, note) }
        if let remark = found.remark { note(remark.rule, true, remark.text) }
        calls[key, default: []].append((found.contig, found.call))
      } catch {
        if case .reference(let error) = error { throw StageError(error) }
        note(error.rule, false, error.remark)
      }
    }
  }

  /// What the rows say, as files of each laboratory.
  var accumulator: [UInt8] {
    var writer = CallSheetWriter()
    for (laboratory, keys) in Dictionary(grouping: calls.keys, by: \.laboratory).sorted(by: {
      $0.key < $1.key
    }) {
      let own = keys.sorted { $0.sample < $1.sample }
      writer.begin(port: Self.port, file: laboratory, samples: own.map(\.sample))
      for (place, key) in own.enumerated() { write(key, place, &writer) }
    }
    return writer.bytes
  }

  private func write(_ key: Key, _ sample: Int, _ writer: inout CallSheetWriter) {
    let groups = Dictionary(grouping: calls[key] ?? [], by: \.contig)
    for (contig, rows) in groups.sorted(by: { $0.key < $1.key }) {
      var run = CallRunWriter()
      for row in rows { run.append(row.call) }
      writer.add(run, sample: sample, sequence: contig)
    }
  }

  private static func variant(
    _ row: [String?], _ places: inout VariantPlaces
  ) throws(VariantPlaces.Refusal) -> VariantPlaces.Found? {
    if let contig = row[2], let position = row[3], let reference = row[4], let allele = row[5] {
      guard let position = Int(position), position > 0 else { throw .notAPosition }
      return try places.variant(contig, position, reference, allele)
    }
    guard let text = row[6] else { return nil }
    if let answer = GenotypeText(text) {
      if answer.answer == .failed { throw .failed }
      if answer.variants.isEmpty { return nil }
    }
    return try places.variant(NamedVariant(text))
  }

  private static func fraction(
    _ text: String, _ note: (String, Bool, String) -> Void
  ) -> Double? {
    do throws(ReportedValue.Refusal) {
      let value = try ReportedValue(text, unit: .fraction)
      for rule in value.rules { note(rule.rawValue, true, rule.remark) }
      if case .measured(let number) = value.content { return Double(number) }
    } catch {
      note("vaf-\(error.rawValue)", true, "the allele fraction is set aside")
    }
    return nil
  }
}
