import CirculatingDNA
import Foundation
import Statistics
import Testing

struct SiteCallTests {
  private func call(
    _ evidence: SiteEvidence, _ change: (inout CallingRules) -> Void = { _ in }
  ) -> SiteCall {
    var rules = CallingRules()
    change(&rules)
    var caller = SiteCaller(rules, models: [.binomial(rate: 1e-5)])
    return caller.calls([evidence])[0]
  }

  @Test("a site without molecules is not tested; one with few is so only when asked")
  func untested() {
    let none = call(SiteEvidence(mutant: 0, molecules: 0, model: 0))
    #expect(none.verdict == .notTested && none.reasons.text == "no_coverage")
    #expect(none.fraction == nil && none.limit == nil && none.pValue == nil)
    let few = SiteEvidence(mutant: 2, molecules: 99, model: 0)
    #expect(call(few).verdict == .called)
    let refused = call(few) { $0.minimumMolecules = 100 }
    #expect(refused.verdict == .notTested && refused.reasons.text == "low_molecules")
    #expect(call(SiteEvidence(mutant: 2, molecules: 99, model: nil)).reasons == .noBackground)
  }

  @Test("reasons add up, and those against a call filter it")
  func reasons() {
    let panel = PanelSite(
      normals: 20, normalsWithAllele: 4, mutant: 9, molecules: 90_000, highestFraction: 0.45)
    let evidence = SiteEvidence(
      mutant: 40, molecules: 100, model: 0, panel: panel,
      strands: .init(
        mutantForward: 40, mutantReverse: 0, referenceForward: 30, referenceReverse: 30),
      isChipGene: true)
    let found = call(evidence)
    #expect(found.verdict == .filtered)
    #expect(found.reasons.text == "strand;in_pon;germline_range;chip_gene")
    let listed = call(SiteEvidence(mutant: 9, molecules: 1000, model: 0, isChipGene: true))
    #expect(listed.verdict == .called && listed.reasons.text == "chip_gene")
    // Both strands see the allele as often as the reference.
    let even = SiteEvidence.Strands(
      mutantForward: 20, mutantReverse: 20, referenceForward: 30, referenceReverse: 30)
    #expect(
      call(SiteEvidence(mutant: 40, molecules: 100, model: 0, strands: even)).reasons
        == .germlineRange)
  }

  @Test("white cells tell variants of blood from those of the tumour")
  func whiteCells() {
    func reason(_ mutant: Int, _ cells: (Int, Int)) -> String {
      call(SiteEvidence(mutant: mutant, molecules: 2000, model: 0, whiteCells: cells)).reasons.text
    }
    #expect(reason(100, (0, 2000)) == "")
    #expect(reason(100, (90, 2000)) == "clonal_haematopoiesis")
    #expect(reason(400, (900, 2000)) == "white_cells_germline")
    #expect(reason(400, (500, 2000)) == "white_cells_unclear")
    #expect(reason(2, (0, 2000)) == "white_cells_unclear")
  }

  @Test("hotspots are adjusted apart from the rest")
  func families() throws {
    var caller = SiteCaller(CallingRules(), models: [.binomial(rate: 1e-4)])
    var evidence = (0..<99).map { _ in SiteEvidence(mutant: 0, molecules: 3000, model: 0) }
    evidence.append(SiteEvidence(mutant: 3, molecules: 3000, model: 0))
    let together = caller.calls(evidence)[99]
    #expect(together.verdict == .notCalled)
    evidence[99].isHotspot = true
    let apart = caller.calls(evidence)[99]
    #expect(apart.verdict == .called && apart.qValue == apart.pValue)
    let (wider, narrower) = (try #require(together.qValue), try #require(apart.qValue))
    #expect(wider > narrower)
  }

  @Test("the predictive distribution is the prior without normals, and a binomial with very many")
  func predictive() {
    let prior = ErrorPrior(alpha: 0.2, beta: 9999.8)
    #expect(prior.predictive(PanelSite()) == .betaBinomial(alpha: 0.2, beta: 9999.8))
    let many = PanelSite(
      normals: 500, normalsWithAllele: 400, mutant: 100_000_000, molecules: 1_000_000_000_000,
      highestFraction: 2e-4)
    let (wide, plain) = (prior.predictive(many), ErrorModel.binomial(rate: 1e-4))
    #expect(abs(wide.pValue(4, of: 5000) / plain.pValue(4, of: 5000) - 1) < 1e-4)
    #expect(
      prior.predictive(many, overdispersion: 1e-3).pValue(4, of: 5000) > wide.pValue(4, of: 5000))
  }

  @Test("a class's mean leaves inherited variants out, and a class without errors has half of one")
  func panel() throws {
    var panel = PanelOfNormals()
    let (inherited, clean) = (panel.addSite(errorClass: 0), panel.addSite(errorClass: 1))
    panel.add((500, 1000), at: inherited)
    panel.add((1, 9000), at: inherited)
    panel.add((0, 5000), at: clean)
    let found = panel.backgrounds(classes: 3, maximumFraction: 0.1)
    #expect(abs(try #require(found[0]).prior.mean - 1.0 / 9000) < 1e-18)
    #expect(abs(try #require(found[1]).prior.mean - 1e-4) < 1e-18)
    #expect(found[2] == nil && found[0]?.isFitted == false)
    #expect(panel.sites[inherited].highestFraction == 0.5)
    #expect(panel.sites[inherited].normalsWithAllele == 2)
  }

  @Test("simulated samples depend on the seed alone, and never give a p of zero")
  func simulation() throws {
    let counts = (0..<12).map { (mutant: $0 == 3 ? 2 : 0, molecules: 800 + 10 * $0) }
    let simulation = try #require(NullSimulation(counts, errorRate: 3e-4, seed: 9))
    let whole = simulation.successes(0..<3000)
    #expect(
      simulation.successes(0..<700) + simulation.successes(700..<3000) == whole)
    let share = NullSimulation.pValue(successes: whole, of: 3000)
    // One site is enough for both conditions, so the answer is near the chance of such a mean.
    #expect(share > 0.05 && share < 0.6)
    #expect(NullSimulation.pValue(successes: 0, of: 9999) == 1e-4)
    #expect(NullSimulation([(0, 0)], errorRate: 1e-3, seed: 1) == nil)
  }

  @Test("the tumour fraction of a heterozygous variant in a diploid tumour is twice its share")
  func fractions() {
    #expect(tumourFraction(alleleFraction: 0.05, variantCopies: 1, copies: 2) == 0.1)
    #expect(tumourFraction(alleleFraction: 0.9, variantCopies: 1, copies: 2) == nil)
    #expect(
      abs(HaploidGenomes.perMillilitre(nanogramsPerMillilitre: 20, alleleFraction: 1) - 6060.606)
        < 1e-3)
  }

  @Test("a negative answer is given only where what was asked for would have been found")
  func indeterminate() {
    let sites = (0..<16).map { _ in
      InformedSite(mutant: 0, molecules: 5000, tumourShare: 0.5, errorRate: 1e-5)
    }
    #expect(ResidualDisease(sites, level: 0.01, requiredLimit: 2e-4).call == .negative)
    #expect(ResidualDisease(sites, level: 0.01, requiredLimit: 1e-4).call == .indeterminate)
    #expect(ResidualDisease([], level: 0.01, requiredLimit: nil).call == .indeterminate)
    #expect(ResidualDisease(sites, level: 0.01, requiredLimit: nil).interval.upper < 1e-4)
  }
}
