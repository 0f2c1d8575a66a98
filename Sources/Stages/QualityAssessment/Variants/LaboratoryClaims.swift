internal import Genomics
internal import PipelineModel
internal import ProficiencyTesting

/// What laboratories say that they find: from which allele fraction on, and where.
struct LaboratoryClaims: Sendable {
  private struct Claim {
    var limit: Double?
    var targets: [Region]?
  }

  private var claims: [String: Claim] = [:]

  /// No claims: every laboratory is held to all of the truth.
  init() {}

  /// Reads a table of `laboratory`, `claimed_lod` and `targets` (regions separated by `;`).
  init(_ table: TableArtifact, _ notes: inout SubmissionNotes) throws(StageError) {
    _ = try table.index(of: "laboratory", for: "claims")
    for (place, row) in try table.texts(["laboratory", "claimed_lod", "targets"]).enumerated() {
      guard let laboratory = row[0] else { continue }
      var claim = Claim()
      do throws(ReportedValue.Refusal) {
        if case .measured(let value) = try ReportedValue(row[1] ?? "", unit: .fraction).content {
          claim.limit = Double(value)
        }
      } catch {
        notes.add(
          laboratory, nil, row: place + 1, rule: "claimed-lod-\(error.rawValue)",
          isAccepted: true, "the claimed limit is taken as not given")
      }
      var targets: [Region] = []
      for text in (row[2] ?? "").split(separator: ";") {
        do throws(RegionError) {
          targets.append(try Region(parsing: text.filter { $0 != " " }))
        } catch {
          notes.add(
            laboratory, nil, row: place + 1, rule: "target-not-a-region", isAccepted: true,
            "a target is set aside; write chr7:55019017-55211628")
        }
      }
      if !targets.isEmpty { claim.targets = targets }
      claims[laboratory] = claim
    }
  }

  /// Why a laboratory is not held to a variant; nil where it is.
  ///
  /// - Parameters:
  ///   - positions: Of the variant, from 0.
  ///   - isSame: Whether two names are of one sequence.
  func excuse(
    _ laboratory: String, contig: String, _ positions: Range<Int>, alleleFraction: Double?,
    isSame: (String, String) -> Bool
  ) -> String? {
    guard let claim = claims[laboratory] else { return nil }
    let isTarget = claim.targets.map { targets in
      targets.contains { isSame($0.contig, contig) && $0.positions.overlaps(positions) }
    }
    if isTarget == false { return "not_targeted" }
    if let limit = claim.limit, let alleleFraction, alleleFraction <= limit {
      return "at_or_below_claimed_lod"
    }
    return nil
  }
}
