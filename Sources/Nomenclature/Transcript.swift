/// A transcript: its bases, which of them are translated, and where it lies on the genome, as far as that is known.
package struct Transcript: Sendable {
  /// Where a transcript lies.
  package struct Placement: Sendable {
    /// The name of the sequence.
    package var contig: String
    /// Whether it is read against the direction of the sequence.
    package var isReverse: Bool
    /// Its exons on the sequence, from 0, half-open, in the order of the transcript.
    package var exons: [Range<Int>]

    /// A placement.
    package init(contig: String, isReverse: Bool, exons: [Range<Int>]) {
      self.contig = contig
      self.isReverse = isReverse
      self.exons = exons
    }
  }

  /// Its accession.
  package var id: String
  /// Its gene; nil where it is not known.
  package var gene: String?
  /// Its bases, in capitals; none where they are not known.
  package var sequence: [UInt8]
  /// Its bases that are translated, from 0, the stop codon with them; nil for none.
  package var coding: Range<Int>?
  /// Where it lies; nil where that is not known.
  package var placement: Placement?

  /// A transcript.
  package init(
    id: String, gene: String?, sequence: [UInt8], coding: Range<Int>?, placement: Placement?
  ) {
    self.id = id
    self.gene = gene
    self.sequence = sequence
    self.coding = coding
    self.placement = placement
  }

  // MARK: Positions

  /// The place of a position in the transcript, from 0; nil where it does not count in it.
  package func place(
    _ position: NucleotideName.Position, _ coordinates: NucleotideName.Coordinates
  ) -> Int? {
    switch coordinates {
    case .transcript: return position.base - 1
    case .coding:
      guard let coding else { return nil }
      if position.isBehindStop { return coding.upperBound + position.base - 1 }
      return position.base > 0
        ? coding.lowerBound + position.base - 1 : coding.lowerBound + position.base
    case .genomic, .mitochondrial: return nil
    }
  }

  /// The name of a place in the transcript.
  package func position(_ place: Int) -> NucleotideName.Position {
    guard let coding else { return .init(place + 1) }
    if place >= coding.upperBound {
      return .init(place - coding.upperBound + 1, isBehindStop: true)
    }
    return place >= coding.lowerBound
      ? .init(place - coding.lowerBound + 1) : .init(place - coding.lowerBound)
  }

  /// Where a position stands on the genome, from 0, introns included; nil where the transcript is not placed there.
  package func genomicPlace(
    _ position: NucleotideName.Position, _ coordinates: NucleotideName.Coordinates
  ) -> Int? {
    guard let placement, var place = place(position, coordinates), place >= 0 else { return nil }
    for (number, exon) in placement.exons.enumerated() {
      if place < exon.count {
        // A way into an intron begins at the border of an exon.
        if position.offset > 0, place != exon.count - 1 { return nil }
        if position.offset < 0, place != 0 || number == 0 { return nil }
        return placement.isReverse
          ? exon.upperBound - 1 - place - position.offset
          : exon.lowerBound + place + position.offset
      }
      place -= exon.count
    }
    return nil
  }

  // MARK: Changes

  /// What a name does to the transcript's bases; nil for one in an intron.
  package func edit(_ name: NucleotideName) throws(NucleotideName.Misfit) -> SequenceEdit? {
    guard name.first.offset == 0, name.last.offset == 0 else { return nil }
    guard let first = place(name.first, name.coordinates),
      let last = place(name.last, name.coordinates)
    else { throw .outside }
    return try name.edit(in: sequence, first: first, last: last)
  }

  /// A name in the form that the nomenclature asks for; as it is where the transcript's bases are not known, or it lies
  /// in an intron.
  package func normalised(_ name: NucleotideName) throws(NucleotideName.Misfit) -> NucleotideName {
    guard !sequence.isEmpty, let edit = try edit(name).map(normalised) else { return name }
    return .name(of: edit, in: sequence, name.coordinates, position: position)
  }

  /// A change in the form that the nomenclature asks for.
  ///
  /// Where exons are known, what changes is not moved over a junction: bases that read the same on both sides
  /// of a junction stand far apart on the genome (HGVS nomenclature 21.0, the exception of the 3′ rule).
  private func normalised(_ edit: SequenceEdit) -> SequenceEdit {
    let trimmed = edit.normalised(in: sequence, until: edit.start)
    var end = 0
    for exon in placement?.exons ?? [] {
      end += exon.count
      // Bases put in at the junction itself stay there, and so does what changes on both sides of it.
      if trimmed.start < end || trimmed.start == end && trimmed.end == end {
        return trimmed.normalised(in: sequence, until: trimmed.end <= end ? end : trimmed.end)
      }
    }
    return trimmed.normalised(in: sequence)
  }

  /// What a change does to the protein.
  ///
  /// - Returns: Nil where that does not follow from the bases: for introns, changes over the ends of what is translated,
  ///   and without bases.
  package func protein(_ name: NucleotideName) throws(NucleotideName.Misfit) -> ProteinName? {
    guard let coding, coding.upperBound <= sequence.count, !sequence.isEmpty,
      let edit = try edit(name).map(normalised)
    else { return nil }
    guard edit.start >= coding.lowerBound, edit.end <= coding.upperBound else {
      let isApart = edit.start >= coding.upperBound || edit.end <= coding.lowerBound
      return isApart ? .unchanged : nil
    }
    let before = AminoAcid.translate(sequence[coding])
    let changed = edit.applied(to: sequence)
    let after = AminoAcid.translate(changed[coding.lowerBound...])
    let isInFrame = (edit.bases.count - (edit.end - edit.start)) % 3 == 0
    return ProteinChangeFinder(before: before, after: after).name(
      isInFrame: isInFrame, codon: (edit.start - coding.lowerBound) / 3)
  }
}
