import Foundation

/// Texts of sample columns to choose from, made once: 1,024 for each genotype.
struct CellTexts: Sendable {
  /// Texts of each genotype.
  static let variants = 1024

  private var bytes: [UInt8] = []
  private var ends: [Int32] = [0]

  /// The texts of a layout; of imputed values, variant 0 is the one without any uncertainty.
  init(_ layout: SampleLayout, dosageStep: DosageStep, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: .max)
    for genotype in 0..<GenotypeClass.count {
      for variant in 0..<Self.variants {
        let text =
          switch layout {
          case .genotypes: ""
          case .dosages: Self.dosage(genotype, variant, dosageStep, &generator)
          case .probabilities: Self.probabilities(genotype, variant, &generator)
          case .reads: Self.reads(genotype, &generator)
          }
        bytes += "\t\(GenotypeClass.texts[genotype])\(text)".utf8
        ends.append(Int32(bytes.count))
      }
    }
  }

  /// Appends one text, with the tab in front of it.
  func append(_ genotype: UInt8, _ variant: Int, to output: inout [UInt8]) {
    let index = Int(genotype) * Self.variants + variant
    output.append(contentsOf: bytes[Int(ends[index])..<Int(ends[index + 1])])
  }

  private static func dosage(
    _ genotype: Int, _ variant: Int, _ step: DosageStep, _ generator: inout SeededGenerator
  ) -> String {
    guard genotype < GenotypeClass.called else { return ":." }
    let copies = Double(genotype & 1 + genotype >> 1)
    let error = variant == 0 ? 0 : max(generator.exponential(mean: 0.04), step.size)
    let isBelow = copies == 2 || copies == 1 && generator.unit() < 0.5
    let dosage = copies + (isBelow ? -error : error)
    let rounded = (max(0, min(2, dosage)) / step.size).rounded() * step.size
    return ":" + String(format: "%.4g", rounded)
  }

  private static func probabilities(
    _ genotype: Int, _ variant: Int, _ generator: inout SeededGenerator
  ) -> String {
    guard genotype < GenotypeClass.called else { return ":.,.,." }
    let error = variant == 0 ? 0 : min(1 + Int(generator.exponential(mean: 40)), 400)
    let shares =
      switch genotype & 1 + genotype >> 1 {
      case 0: [1000 - error, error, 0]
      case 1: [error / 2, 1000 - error, error - error / 2]
      default: [0, error, 1000 - error]
      }
    return ":" + shares.map { String(format: "%.4g", Double($0) / 1000) }.joined(separator: ",")
  }

  /// Reads of both alleles at about 30 times, and what follows from them at one error in 200 reads.
  private static func reads(_ genotype: Int, _ generator: inout SeededGenerator) -> String {
    guard genotype < GenotypeClass.called else { return ":.,.:.:.:.,.,." }
    let errorRate = 0.005
    let depth = max(4, Int((30 + 5.5 * generator.normal()).rounded()))
    let share = [errorRate, 0.5, 1 - errorRate]
    let copies = genotype & 1 + genotype >> 1
    var alternative = 0
    for _ in 0..<depth where generator.unit() < share[copies] { alternative += 1 }
    let phred = share.map { share in
      -10 * (Double(depth - alternative) * log10(1 - share) + Double(alternative) * log10(share))
    }
    let least = phred.min() ?? 0
    let likelihoods = phred.map { Int(($0 - least).rounded()) }
    let quality = min(99, likelihoods.sorted()[1])
    let numbers = likelihoods.map(String.init).joined(separator: ",")
    return ":\(depth - alternative),\(alternative):\(depth):\(quality):\(numbers)"
  }
}
