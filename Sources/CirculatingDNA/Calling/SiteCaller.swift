internal import Foundation
internal import Statistics

/// Calls the sites of samples, one sample at a time; remembers what samples have in common.
package struct SiteCaller: Sendable {
  private let rules: CallingRules
  private let models: [ErrorModel]
  private var critical: [CriticalCounts]
  private var upper: ProportionTable
  private var lower: ProportionTable
  private var powered = ProportionTable(probability: 1 - 0.95)

  /// A caller for sites whose errors follow some models.
  package init(_ rules: CallingRules, models: [ErrorModel]) {
    self.rules = rules
    self.models = models
    critical = models.map { CriticalCounts($0, level: rules.limitLevel) }
    let half = (1 - rules.confidence) / 2
    upper = ProportionTable(probability: half)
    lower = ProportionTable(probability: 1 - half)
  }

  /// Calls all sites of one sample; q-values are adjusted over the tested ones, hotspots apart from the rest.
  ///
  /// - Returns: A call a site, in their order.
  /// - Complexity: O(n log n) in the number of sites, and a tail a site with the allele.
  package mutating func calls(_ sites: [SiteEvidence]) -> [SiteCall] {
    var calls = sites.map { call($0) }
    for isHotspot in [false, true] {
      let family = sites.indices.filter {
        sites[$0].isHotspot == isHotspot && calls[$0].pValue != nil
      }
      let rates = falseDiscoveryRates(family.map { calls[$0].pValue ?? 1 })
      for (place, rate) in zip(family, rates) {
        calls[place].qValue = rate
        let isSignificant = sites[place].mutant > 0 && rate <= rules.falseDiscoveryRate
        let isRefuted = !calls[place].reasons.isDisjoint(with: .against)
        calls[place].verdict = isSignificant ? (isRefuted ? .filtered : .called) : .notCalled
      }
    }
    return calls
  }

  private mutating func call(_ site: SiteEvidence) -> SiteCall {
    let (count, total) = (site.mutant, site.molecules)
    var call = SiteCall(verdict: .notTested, reasons: site.isChipGene ? .chipGene : [])
    guard total > 0 else {
      call.reasons.insert(.noCoverage)
      return call
    }
    let fraction = Double(count) / Double(total)
    let interval = interval(count, total)
    call.fraction = fraction
    call.interval = interval
    if total < rules.minimumMolecules { call.reasons.insert(.lowMolecules) }
    if site.model == nil { call.reasons.insert(.noBackground) }
    if count > 0 {
      if let strands = site.strands, isBiased(strands) { call.reasons.insert(.strand) }
      if let panel = site.panel, panel.normalsWithAllele >= rules.panelNormals,
        fraction <= panel.highestFraction
      {
        call.reasons.insert(.inPanel)
      }
      if fraction >= rules.germlineFraction { call.reasons.insert(.germlineRange) }
      if let cells = site.whiteCells {
        call.reasons.formUnion(
          WhiteCells.reason(
            plasma: (fraction, interval), mutant: cells.mutant, molecules: cells.molecules))
      }
    }
    guard call.reasons.isDisjoint(with: .untested), let model = site.model else { return call }
    call.pValue = models[model].pValue(count, of: total)
    call.limit = limit(model, total)
    return call
  }

  /// Clopper and Pearson's interval.
  private mutating func interval(_ count: Int, _ total: Int) -> ConfidenceInterval {
    ConfidenceInterval(
      lower: count == 0 ? 0 : lower.value(fewerThan: count, of: total),
      upper: count == total ? 1 : upper.value(fewerThan: count + 1, of: total))
  }

  /// As ``DetectionLimit/site(molecules:_:level:power:)``.
  private mutating func limit(_ model: Int, _ total: Int) -> Double? {
    let count = critical[model].count(of: total)
    let rate = models[model].rate
    guard count <= total, rate < 0.5 else { return nil }
    let shown = powered.value(fewerThan: count, of: total)
    return min(1, max(0, (shown - rate) / (1 - 2 * rate)))
  }

  private func isBiased(_ strands: SiteEvidence.Strands) -> Bool {
    let mutant = strands.mutantForward + strands.mutantReverse
    let share =
      Double(max(strands.mutantForward, strands.mutantReverse)) / Double(max(1, mutant))
    guard share >= rules.strandShare else { return false }
    return fisherExactTest(
      strands.mutantForward, strands.mutantReverse, strands.referenceForward,
      strands.referenceReverse) < rules.strandLevel
  }
}
