internal import Genomics
internal import PipelineModel
internal import PolygenicScore

/// The positions of scoring rows: all that a score needs to see of a file.
struct ScoredPositions: WantedPositions {
  private let scorer: PolygenicScorer

  init(_ scorer: PolygenicScorer) {
    self.scorer = scorer
  }

  var leastCount: Int { scorer.index.positionCount }

  func positions(onContig name: [UInt8]) -> [Int] {
    guard
      let contig = ScoredContig.number(name.span, 0..<name.count, in: scorer.assembly)
    else { return [] }
    return scorer.positions(onContig: contig) ?? []
  }
}
