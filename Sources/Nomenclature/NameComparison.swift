/// Compares names of variants, with the transcripts that are known.
package struct NameComparison: Sendable {
  /// What is known of a name with a change of DNA and one of the protein.
  package enum Verdict: String, Sendable {
    /// The change of the protein follows from that of DNA.
    case consistent
    /// Another change of the protein follows.
    case contradiction
    /// The name is none, or does not fit its transcript.
    case malformed
    /// One of the two is not given, or the transcript is not known.
    case notChecked = "not_checked"
  }

  /// What looking at a name has found.
  package struct Check: Sendable, Equatable {
    /// The verdict.
    package var verdict: Verdict
    /// The change of DNA in the form that the nomenclature asks for.
    package var nucleotide: NucleotideName?
    /// The change of the protein that follows from it.
    package var protein: ProteinName?
    /// Why the name does not fit its transcript.
    package var misfit: NucleotideName.Misfit?
  }

  private var byAccession: [String: Transcript] = [:]
  private var byGene: [String: [Transcript]] = [:]

  /// A comparison with transcripts, or with none.
  package init(transcripts: [Transcript] = []) {
    for transcript in transcripts {
      let id = transcript.id.lowercased()
      byAccession[id] = transcript
      let plain = Self.withoutVersion(id)
      if byAccession[plain] == nil { byAccession[plain] = transcript }
      if let gene = transcript.gene?.lowercased() { byGene[gene, default: []].append(transcript) }
    }
  }

  /// The transcript that a name is about: that of its accession, else the only one of its gene.
  package func transcript(of variant: NamedVariant) -> Transcript? {
    if let accession = variant.accession?.lowercased() {
      return byAccession[accession] ?? byAccession[Self.withoutVersion(accession)]
    }
    guard let gene = variant.words.first, let known = byGene[gene], known.count == 1 else {
      return nil
    }
    return known[0]
  }

  /// Looks whether a name fits its transcript, and its two changes each other.
  package func check(_ variant: NamedVariant) -> Check {
    var check = Check(verdict: variant.isMalformed ? .malformed : .notChecked)
    guard let nucleotide = variant.nucleotide, let transcript = transcript(of: variant) else {
      return check
    }
    do throws(NucleotideName.Misfit) {
      check.nucleotide = try transcript.normalised(nucleotide)
      check.protein = try transcript.protein(nucleotide)
    } catch {
      check.misfit = error
      check.verdict = .malformed
      return check
    }
    guard check.verdict != .malformed, let given = variant.protein, let follows = check.protein
    else { return check }
    check.verdict = Self.isSame(given, follows) ? .consistent : .contradiction
    return check
  }

  /// Whether two names are of one variant.
  ///
  /// Genes must agree where both name one; of the changes, those of DNA where both give one on one transcript, those of
  /// the protein where both give one; where they have none in common, the protein that follows from the DNA.
  package func isSame(_ one: NamedVariant, _ other: NamedVariant) -> Bool {
    if one.spelling == other.spelling { return true }
    guard gene(one) == gene(other) || gene(one) == nil || gene(other) == nil else { return false }
    var isCompared = false
    if let left = one.nucleotide, let right = other.nucleotide, isComparable(one, other) {
      guard normalised(left, one, other) == normalised(right, other, one) else { return false }
      isCompared = true
    }
    if let left = one.protein, let right = other.protein {
      guard Self.isSame(left, right) else { return false }
      isCompared = true
    }
    if isCompared { return true }
    guard let left = protein(one), let right = protein(other) else { return false }
    return Self.isSame(left, right)
  }

  /// The gene, or what else stands beside the names; that of the transcript where nothing does.
  private func gene(_ variant: NamedVariant) -> String? {
    if !variant.words.isEmpty { return variant.gene }
    return transcript(of: variant)?.gene?.lowercased()
  }

  private func protein(_ variant: NamedVariant) -> ProteinName? {
    variant.protein ?? check(variant).protein
  }

  private func isComparable(_ one: NamedVariant, _ other: NamedVariant) -> Bool {
    guard one.nucleotide?.coordinates == other.nucleotide?.coordinates else { return false }
    guard let left = one.accession, let right = other.accession else { return true }
    return Self.withoutVersion(left.lowercased()) == Self.withoutVersion(right.lowercased())
  }

  /// A change on the transcript of its variant, or on that of the other one. Positions say what is lost: other bases
  /// beside them are a fault of the name, not another variant.
  private func normalised(
    _ name: NucleotideName, _ own: NamedVariant, _ other: NamedVariant
  ) -> NucleotideName {
    let transcript = transcript(of: own) ?? transcript(of: other)
    do throws(NucleotideName.Misfit) {
      if let transcript { return try transcript.normalised(name.withoutLost) }
    } catch { return name.withoutLost }
    return name.withoutLost
  }

  private static func isSame(_ one: ProteinName, _ other: ProteinName) -> Bool {
    if one.isSame(as: other) { return true }
    // `p.=` says of the whole protein what `p.Leu858=` says of a residue.
    return one.change == .identity && other.change == .identity
      && (one.first == nil || other.first == nil)
  }

  private static func withoutVersion(_ accession: String) -> String {
    accession.firstIndex(of: ".").map { String(accession[..<$0]) } ?? accession
  }
}

extension NucleotideName {
  /// The name without the bases that it says are lost, which its positions say already.
  var withoutLost: NucleotideName {
    var name = self
    name.lost = nil
    return name
  }
}
