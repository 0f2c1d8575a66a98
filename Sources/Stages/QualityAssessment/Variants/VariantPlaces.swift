internal import Genomics
internal import Nomenclature
internal import ReferenceGenome
internal import VariantComparison

/// Finds where a variant of a submission stands on the genome, by its row or by its name.
struct VariantPlaces {
  /// A variant on the genome.
  struct Found {
    let contig: String
    var call: ComparedCall
    /// By which rule it was understood, where that takes more than reading.
    var remark: (rule: String, text: String)?
  }

  /// Why a variant is not understood.
  enum Refusal: Error {
    case notAPosition, notAlleles, notAName, failed, noTranscript, notPlaced, otherBuild
    case severalChanges
    case misfit(NucleotideName.Misfit)
    case reference(ReferenceError)

    var rule: String {
      switch self {
      case .notAPosition: "not-a-position"
      case .notAlleles: "not-alleles"
      case .notAName: "not-a-name"
      case .failed: "failed"
      case .noTranscript: "no-transcript"
      case .notPlaced: "transcript-not-placed"
      case .otherBuild: "other-build"
      case .severalChanges: "several-changes"
      case .misfit(let misfit): misfit.rawValue
      case .reference: "reference"
      }
    }

    var remark: String {
      switch self {
      case .notAPosition: "the position is no whole number from 1 on"
      case .notAlleles: "REF and ALT are to be of bases"
      case .notAName: "the name is none of g., c., n. or p."
      case .failed: "the sample failed in the laboratory"
      case .noTranscript: "the name counts on a transcript that is not among those given"
      case .notPlaced: "the transcript has no place on the genome there"
      case .otherBuild: "the accession is of another build of the genome"
      case .severalChanges: "the name of a protein does not say which base changes; give c. or g."
      case .misfit: "the name does not fit the genome"
      case .reference: "the genome cannot be read"
      }
    }
  }

  private var window: ReferenceWindow
  private let assembly: Assembly
  private let names: NameComparison

  init(_ genome: ReferenceGenome, _ assembly: Assembly, _ transcripts: [Transcript]) {
    window = ReferenceWindow(genome)
    self.assembly = assembly
    names = NameComparison(transcripts: transcripts)
  }

  /// A row as VCF has it; `-` for no base, as mutation tables have it, is understood too.
  mutating func variant(
    _ contig: String, _ position: Int, _ reference: String, _ allele: String
  ) throws(Refusal) -> Found {
    func bases(_ text: String) throws(Refusal) -> [UInt8] {
      if text == "-" { return [] }
      let bases = Array(text.uppercased().utf8)
      guard bases.allSatisfy({ "ACGTN".utf8.contains($0) }) else { throw .notAlleles }
      return bases
    }
    let (from, to) = (try bases(reference), try bases(allele))
    if from.isEmpty && to.isEmpty { throw .notAlleles }
    if !from.isEmpty, !to.isEmpty {
      return Found(
        contig: contig,
        call: ComparedCall(position: position, reference: from, alternatives: [to]))
    }
    // Bases are put in behind the position; those that go begin at it.
    let start = from.isEmpty ? position : position - 1
    var found = try found(contig, SequenceEdit(start, start + from.count, to))
    found.remark = ("dash-for-no-base", "the base before was added to both alleles")
    return found
  }

  /// A variant by its name.
  mutating func variant(_ variant: NamedVariant) throws(Refusal) -> Found {
    guard let name = variant.nucleotide else { return try protein(variant) }
    switch name.coordinates {
    case .genomic, .mitochondrial:
      let written =
        variant.accession ?? variant.words.first
        ?? (name.coordinates == .mitochondrial ? "MT" : "")
      guard let contig = ReferenceAccession.contig(written, in: assembly) else {
        throw .otherBuild
      }
      return try genomic(
        contig, name, name.first.base - 1, name.last.base - 1, isReverse: false)
    case .coding, .transcript:
      guard let transcript = names.transcript(of: variant) else { throw .noTranscript }
      guard let placement = transcript.placement,
        let one = transcript.genomicPlace(name.first, name.coordinates),
        let other = transcript.genomicPlace(name.last, name.coordinates)
      else { throw .notPlaced }
      return try genomic(
        placement.contig, name, min(one, other), max(one, other),
        isReverse: placement.isReverse)
    }
  }

  /// Applies a name to the genome between two of its bases.
  private mutating func genomic(
    _ contig: String, _ name: NucleotideName, _ first: Int, _ last: Int, isReverse: Bool
  ) throws(Refusal) -> Found {
    guard first >= 0, first <= last else { throw .misfit(.notNeighbours) }
    let there = try bases(contig, first..<last + 1)
    let read = isReverse ? SequenceEdit.complement(there) : there
    let edit: SequenceEdit
    do throws(NucleotideName.Misfit) {
      edit = try name.edit(in: read, first: 0, last: read.count - 1)
    } catch {
      throw .misfit(error)
    }
    guard isReverse else {
      return try found(contig, SequenceEdit(first + edit.start, first + edit.end, edit.bases))
    }
    return try found(
      contig,
      SequenceEdit(
        first + read.count - edit.end, first + read.count - edit.start,
        SequenceEdit.complement(edit.bases)))
  }

  /// The change of one base that makes a substitution of a protein, where there is only one.
  private mutating func protein(_ variant: NamedVariant) throws(Refusal) -> Found {
    guard let protein = variant.protein, let residue = protein.first else { throw .notAName }
    guard let transcript = names.transcript(of: variant) else { throw .noTranscript }
    guard case .substitution(let wanted) = protein.change else { throw .severalChanges }
    guard let placement = transcript.placement else { throw .notPlaced }
    var places: [Int] = []
    for offset in 1...3 {
      let position = NucleotideName.Position(3 * (residue.number - 1) + offset)
      guard let place = transcript.genomicPlace(position, .coding) else { throw .notPlaced }
      places.append(place)
    }
    var codon: [UInt8] = []
    for place in places {
      let base = try bases(placement.contig, place..<place + 1)
      codon += placement.isReverse ? SequenceEdit.complement(base) : base
    }
    guard AminoAcid.residue(codon[...]) == residue.letter else { throw .misfit(.otherBases) }
    var changes: [SequenceEdit] = []
    for (offset, place) in places.enumerated() {
      for base in "ACGT".utf8 where base != codon[offset] {
        var other = codon
        other[offset] = base
        guard AminoAcid.residue(other[...]) == wanted else { continue }
        changes.append(
          SequenceEdit(
            place, place + 1, placement.isReverse ? SequenceEdit.complement([base]) : [base]))
      }
    }
    guard changes.count == 1, let change = changes.first else { throw .severalChanges }
    var found = try found(placement.contig, change)
    found.remark = (
      "protein-name", "the only change of one base that makes the protein's was taken"
    )
    return found
  }

  /// A change of the genome as VCF writes it.
  private mutating func found(_ contig: String, _ edit: SequenceEdit) throws(Refusal) -> Found {
    // At the very beginning the base behind is the anchor.
    let range = edit.start > 0 ? edit.start - 1..<edit.end : 0..<edit.end + 1
    let there = try bases(contig, range)
    let allele =
      edit.start > 0 ? [there[0]] + edit.bases : edit.bases + [there[there.count - 1]]
    guard there != allele else { throw .notAName }
    return Found(
      contig: contig,
      call: ComparedCall(
        position: range.lowerBound + 1, reference: there, alternatives: [allele]))
  }

  private mutating func bases(
    _ contig: String, _ range: Range<Int>
  ) throws(Refusal) -> [UInt8] {
    let name = Array(contig.utf8)
    guard window.select(name.span, 0..<name.count) else { throw .misfit(.outside) }
    do throws(ReferenceError) { try window.load(range) } catch { throw .reference(error) }
    guard window.holds(range) else { throw .misfit(.outside) }
    return Array(window.bases[range.lowerBound - window.start..<range.upperBound - window.start])
  }
}
