/// Finds the stretches of one contig's regions, level of bins by level.
struct IndexSearch {
  /// A region, and between which places of the file its records stand.
  struct Target {
    var positions: Range<Int>
    var offsets: Range<UInt64>
  }

  /// Number of the contig in the index.
  let number: Int
  private let contig: IndexedContig
  private let scheme: BinningScheme
  /// Ascending in all respects.
  private(set) var targets: [Target] = []

  init(
    _ number: Int, _ contig: IndexedContig, _ scheme: BinningScheme,
    _ membership: GenomeIndexFile.Membership, _ regions: [Range<Int>]
  ) {
    self.number = number
    self.contig = contig
    self.scheme = scheme
    guard let extent = contig.extent else { return }
    for positions in Self.united(regions) {
      let reach = contig.reach.last(upTo: positions.lowerBound)
      let begin =
        membership == .beginning
        ? max(reach, contig.end(before: positions.lowerBound, scheme)) : reach
      let end = contig.start(from: positions.upperBound, scheme)
      let bounds = max(begin, extent.lowerBound)..<max(end, begin, extent.lowerBound)
      let offsets = bounds.clamped(to: extent)
      if !offsets.isEmpty { targets.append(Target(positions: positions, offsets: offsets)) }
    }
  }

  /// Appends the stretches of all targets; those of one level ascend.
  func collect(into found: inout [Range<UInt64>]) {
    var first = 0
    for level in 0...scheme.depth {
      let end = contig.firstBin(from: scheme.firstBin(of: level + 1))
      collect(level, first..<end, into: &found)
      first = end
    }
  }

  /// One pass over the bins of a level and the targets together: both ascend.
  private func collect(_ level: Int, _ bins: Range<Int>, into found: inout [Range<UInt64>]) {
    let firstBin = scheme.firstBin(of: level)
    let shift = scheme.shift(of: level)
    var bin = bins.lowerBound
    var chunk = bins.isEmpty ? 0 : contig.bins[bin].chunks.lowerBound
    for target in targets {
      let wanted =
        firstBin + target.positions.lowerBound >> shift...firstBin
        + (target.positions.upperBound - 1) >> shift
      while bin < bins.upperBound {
        let number = Int(contig.bins[bin].number)
        if number > wanted.upperBound { break }
        if number >= wanted.lowerBound {
          collect(target.offsets, &chunk, contig.bins[bin].chunks.upperBound, into: &found)
          // The next target may lie in this bin too.
          if number == wanted.upperBound { break }
        }
        bin += 1
        if bin < bins.upperBound { chunk = contig.bins[bin].chunks.lowerBound }
      }
    }
  }

  /// Appends the chunks of a bin between two places, and passes over those that no later target needs.
  private func collect(
    _ offsets: Range<UInt64>, _ chunk: inout Int, _ end: Int, into found: inout [Range<UInt64>]
  ) {
    while chunk < end, contig.chunks[chunk].start < offsets.upperBound {
      let part = max(contig.chunks[chunk].start, offsets.lowerBound)
      let partEnd = min(contig.chunks[chunk].end, offsets.upperBound)
      if part < partEnd { found.append(part..<partEnd) }
      if contig.chunks[chunk].end > offsets.upperBound { break }
      chunk += 1
    }
  }

  /// The regions in order and disjoint.
  private static func united(_ regions: [Range<Int>]) -> [Range<Int>] {
    var united: [Range<Int>] = []
    for region in regions.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = united.last, region.lowerBound <= last.upperBound {
        united[united.count - 1] = last.lowerBound..<max(last.upperBound, region.upperBound)
      } else {
        united.append(region)
      }
    }
    return united
  }
}
