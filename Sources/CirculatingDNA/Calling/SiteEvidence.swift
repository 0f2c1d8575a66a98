/// What a sample shows of one allele at one site, and what is known about that site.
package struct SiteEvidence: Sendable {
  /// Reads of the alleles by strand.
  package struct Strands: Sendable, Equatable {
    /// Of the allele, on the forward strand.
    package var mutantForward: Int
    /// Of the allele, on the reverse strand.
    package var mutantReverse: Int
    /// Of the reference, on the forward strand.
    package var referenceForward: Int
    /// Of the reference, on the reverse strand.
    package var referenceReverse: Int

    /// Reads by allele and strand.
    package init(
      mutantForward: Int, mutantReverse: Int, referenceForward: Int, referenceReverse: Int
    ) {
      self.mutantForward = mutantForward
      self.mutantReverse = mutantReverse
      self.referenceForward = referenceForward
      self.referenceReverse = referenceReverse
    }
  }

  /// k, molecules with the allele.
  package var mutant: Int
  /// n, molecules with the allele or with the reference; not those with neither.
  package var molecules: Int
  /// Which of the caller's models describes the site's errors; nil where nothing does.
  package var model: Int?
  /// What normals show there.
  package var panel: PanelSite?
  /// Reads by strand; nil where they are not known.
  package var strands: Strands?
  /// Molecules of matched white cells.
  package var whiteCells: (mutant: Int, molecules: Int)?
  /// Whether the site belongs to the family of known hotspots, which is adjusted by itself.
  package var isHotspot: Bool
  /// Whether the site lies in a gene of clonal haematopoiesis.
  package var isChipGene: Bool

  /// Evidence; what is left out is not known.
  package init(
    mutant: Int, molecules: Int, model: Int?, panel: PanelSite? = nil, strands: Strands? = nil,
    whiteCells: (mutant: Int, molecules: Int)? = nil, isHotspot: Bool = false,
    isChipGene: Bool = false
  ) {
    self.mutant = mutant
    self.molecules = molecules
    self.model = model
    self.panel = panel
    self.strands = strands
    self.whiteCells = whiteCells
    self.isHotspot = isHotspot
    self.isChipGene = isChipGene
  }
}
