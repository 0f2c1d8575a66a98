import VariantComparison

/// One haplotype over a short sequence, and ways to write it as variants.
struct RewrittenVariants {
  /// The sequence of the genome.
  let genome: [UInt8]
  /// What it becomes.
  let haplotype: [UInt8]

  private static let bases = Array("ACGT".utf8)

  /// A sequence with a repeat in it, and some changes of it.
  init(_ random: inout some RandomNumberGenerator) {
    let units = ["A", "AC", "CAG", "ACGT", "AAT"].map { Array($0.utf8) }
    let unit = units.randomElement(using: &random) ?? []
    var genome = Self.anything(8, &random)
    for _ in 0..<Int.random(in: 2...7, using: &random) { genome += unit }
    genome += Self.anything(10, &random)
    var haplotype = genome
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 3..<haplotype.count - 6, using: &random)
      let length = Int.random(in: 1...3, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: haplotype.removeSubrange(place..<place + length)
      case 1: haplotype.insert(contentsOf: Self.anything(length, &random), at: place)
      case 2: haplotype.insert(contentsOf: haplotype[place..<place + length], at: place)
      default:
        for offset in 0..<length { haplotype[place + offset] = Self.anything(1, &random)[0] }
      }
    }
    self.genome = genome
    self.haplotype = haplotype
  }

  init(genome: [UInt8], haplotype: [UInt8]) {
    self.genome = genome
    self.haplotype = haplotype
  }

  static func anything(_ count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in bases.randomElement(using: &random) ?? 0x41 }
  }

  /// A stretch of the genome that becomes a stretch of the haplotype.
  private struct Change {
    var genome: Range<Int>
    var haplotype: Range<Int>
  }

  /// One way to write the haplotype: with fewest changes, placed at random among equals, neighbours joined at random,
  /// replaced bases apart or together, padded at random.
  func variants(_ random: inout some RandomNumberGenerator) -> [ComparedVariant] {
    var result: [Change] = []
    for change in changes(&random) {
      let isFar = Double.random(in: 0..<1, using: &random) < 0.7
      if let last = result.last {
        let gap = change.genome.lowerBound - last.genome.upperBound
        let areReplaced = [last, change].allSatisfy { $0.genome.count == $0.haplotype.count }
        // An anchor must not be a base that the neighbour changes.
        if gap < (areReplaced ? 0 : 2) || !isFar && gap < 6 || gap == 0 && !isFar {
          result[result.count - 1] = Change(
            genome: last.genome.lowerBound..<change.genome.upperBound,
            haplotype: last.haplotype.lowerBound..<change.haplotype.upperBound)
          continue
        }
      }
      result.append(change)
    }
    return result.indices.map { written(result, $0, &random) }.shuffled(using: &random)
  }

  private func written(
    _ changes: [Change], _ place: Int, _ random: inout some RandomNumberGenerator
  ) -> ComparedVariant {
    let change = changes[place]
    let needsAnchor = change.genome.isEmpty || change.haplotype.isEmpty
    let free = place == 0 ? 3 : change.genome.lowerBound - changes[place - 1].genome.upperBound
    let behind =
      place + 1 < changes.count
      ? changes[place + 1].genome.lowerBound - change.genome.upperBound : 3
    var left = needsAnchor ? 1 : 0
    left = max(left, Int.random(in: 0...max(0, min(3, free - 1)), using: &random))
    left = min(left, change.genome.lowerBound)
    var right = Int.random(in: 0...max(0, min(2, behind - 3)), using: &random)
    // At the very beginning the base behind is the anchor.
    if needsAnchor, left == 0 { right = max(right, 1) }
    right = min(right, genome.count - change.genome.upperBound)
    let from = change.genome.lowerBound - left..<change.genome.upperBound + right
    let to = change.haplotype.lowerBound - left..<change.haplotype.upperBound + right
    return ComparedVariant(
      position: from.lowerBound + 1, reference: Array(genome[from]),
      alternative: Array(haplotype[to]))
  }

  /// Fewest changes, by a way through the table of distances that is chosen at random.
  private func changes(_ random: inout some RandomNumberGenerator) -> [Change] {
    let (n, m) = (genome.count, haplotype.count)
    var distance = [[Int]](repeating: [Int](repeating: 0, count: m + 1), count: n + 1)
    for i in 0...n {
      for j in 0...m {
        if i == 0 || j == 0 {
          distance[i][j] = i + j
        } else {
          let step = genome[i - 1] == haplotype[j - 1] ? 0 : 1
          distance[i][j] = min(
            distance[i - 1][j - 1] + step, distance[i - 1][j] + 1, distance[i][j - 1] + 1)
        }
      }
    }
    var (i, j) = (n, m)
    var steps: [Change] = []
    while i > 0 || j > 0 {
      var ways: [(Int, Int)] = []
      if i > 0, j > 0,
        distance[i][j] == distance[i - 1][j - 1] + (genome[i - 1] == haplotype[j - 1] ? 0 : 1)
      {
        ways.append((1, 1))
      }
      if i > 0, distance[i][j] == distance[i - 1][j] + 1 { ways.append((1, 0)) }
      if j > 0, distance[i][j] == distance[i][j - 1] + 1 { ways.append((0, 1)) }
      let (di, dj) = ways.randomElement(using: &random) ?? (1, 1)
      if distance[i][j] != distance[i - di][j - dj] {
        steps.append(Change(genome: i - di..<i, haplotype: j - dj..<j))
      }
      (i, j) = (i - di, j - dj)
    }
    return steps.reversed()
  }

  /// The sequence that variants make of a genome; nil where two of them overlap.
  static func applied(_ variants: [ComparedVariant], to genome: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var place = 0
    let trimmed = variants.compactMap(\.trimmed).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    for variant in trimmed {
      guard variant.start >= place else { return nil }
      result += genome[place..<variant.start] + variant.bases
      place = variant.end
    }
    return result + genome[place...]
  }
}
