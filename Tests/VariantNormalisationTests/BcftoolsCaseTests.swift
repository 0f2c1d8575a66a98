import Foundation
import TestSupport
import Testing
import VariantNormalisation

/// The test files of `bcftools norm`, each with its options as rules.
@Suite(
  "The cases of bcftools norm", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct BcftoolsCaseTests {
  /// A case of the manifest.
  private struct Case: Decodable, Sendable {
    var input: String
    var reference: String?
    var expected: String
    var options: [String]

    enum CodingKeys: String, CodingKey {
      case input = "in"
      case reference, expected
      case options = "bcftools_norm_args"
    }
  }

  /// Options in the order in which they are applied, and the rules that say the same.
  struct Mapping: Sendable, CustomStringConvertible {
    /// The options of the manifest, a command each.
    let options: [String]
    /// The rules of each command.
    let steps: [@Sendable (inout NormalisationRules) -> Void]
    /// Why some cells of the expected file are not compared; nil where all are.
    var unlike: String?

    var description: String { options.joined(separator: " then ") }
  }

  private static let origin: [UInt8] = Array("OLD_REC".utf8)

  /// Every set of options in the manifest. None is left out; in two, some cells are not compared.
  ///
  /// `-m-` without a reference splits and moves nothing, `-c s` swaps, `-cx` leaves records out that contradict the
  /// genome, `--force` leaves fields of a wrong length out, `-S lex` sorts by allele, `-s` takes PASS from any part,
  /// and a command without `-m-` does not split.
  static let mappings: [Mapping] = [
    Mapping(
      options: ["-c s"],
      steps: [
        {
          $0.splits = false; $0.referenceMismatch = .swap
        }
      ]),
    Mapping(
      options: ["-c s --old-rec-tag XX"],
      steps: [
        {
          $0.splits = false
          $0.referenceMismatch = .swap
          $0.originalKey = Array("XX".utf8)
        }
      ]),
    Mapping(options: ["-m -"], steps: [{ _ in }]),
    Mapping(options: ["-m -any"], steps: [{ _ in }]),
    Mapping(options: ["-m-"], steps: [{ _ in }]),
    Mapping(options: ["-m- --keep-sum AD"], steps: [{ $0.keepsSumOfReads = true }]),
    Mapping(options: ["-m - -S lex"], steps: [{ $0.sortsByAllele = true }]),
    Mapping(
      options: ["-cx"],
      steps: [
        {
          $0.splits = false; $0.referenceMismatch = .quarantine
        }
      ]),
    Mapping(
      options: ["-m+"],
      steps: [
        {
          $0.splits = false; $0.join = .both
        }
      ]),
    Mapping(
      options: ["-m+ -s"],
      steps: [
        {
          $0.splits = false
          $0.join = .both
          $0.passesWhenOnePasses = true
        }
      ]),
    Mapping(options: [""], steps: [{ $0.splits = false }]),
    Mapping(
      options: ["-d snps"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .snps
        }
      ]),
    Mapping(
      options: ["-d indels"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .indels
        }
      ]),
    Mapping(
      options: ["-d both"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .both
        }
      ]),
    Mapping(
      options: ["-d all"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .any
        }
      ]),
    // The manifest's file for `none` is that of `exact`: the option names a rule, not its absence.
    Mapping(
      options: ["-d none"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .exact
        }
      ]),
    Mapping(
      options: ["-d exact"],
      steps: [
        {
          $0.splits = false; $0.duplicates = .exact
        }
      ]),
    Mapping(
      options: ["-a --old-rec-tag OLD_REC", "-m -any --force"],
      steps: [
        {
          $0.splits = false
          $0.atomises = true
          $0.originalKey = origin
          $0.wrongNumber = .remove
        }, { $0.wrongNumber = .remove },
      ],
      unlike: unusedAtoms),
    Mapping(
      options: ["-m -any --old-rec-tag OLD_REC --force", "-a"],
      steps: [
        {
          $0.originalKey = origin
          $0.wrongNumber = .remove
        },
        {
          $0.splits = false
          $0.atomises = true
        },
      ], unlike: leftOut),
    Mapping(
      options: ["-m -any --old-rec-tag OLD_REC --force -a"],
      steps: [
        {
          $0.atomises = true
          $0.originalKey = origin
          $0.wrongNumber = .remove
        }
      ], unlike: leftOut),
    Mapping(
      options: ["--atomize --atom-overlaps . --old-rec-tag OLD_REC"],
      steps: [
        {
          $0.splits = false
          $0.atomises = true
          $0.overlapsOfAtoms = .missing
          $0.originalKey = origin
          $0.wrongNumber = .remove
        }
      ]),
    Mapping(
      options: ["--atomize --old-rec-tag OLD_REC"],
      steps: [
        {
          $0.splits = false
          $0.atomises = true
          $0.originalKey = origin
          $0.wrongNumber = .remove
        }
      ]),
    Mapping(
      options: ["--old-rec-tag ORI"],
      steps: [
        {
          $0.splits = false; $0.originalKey = Array("ORI".utf8)
        }
      ]),
  ]

  /// The last sample gives no value but GT; the expected files show for it values that stand nowhere in the input.
  private static let leftOut = "cells that end before the key are not compared"
  private static let unusedAtoms = leftOut

  @Test("Every set of options in the manifest is mapped")
  func complete() throws {
    let known = Set(Self.mappings.map(\.options))
    for item in try Self.cases() { #expect(known.contains(item.options), "\(item.options)") }
  }

  @Test("The expected records, whatever the size of batches", arguments: mappings, [1, 1000])
  func expectedRecords(mapping: Mapping, batchSize: Int) throws {
    let cases = try Self.cases().filter { $0.options == mapping.options }
    #expect(!cases.isEmpty)
    for item in cases {
      let fasta = try item.reference.map { try Self.text($0) }
      var text = try Self.text(item.input)
      for step in mapping.steps {
        var normalising = try Normalising(fasta: fasta, step)
        normalising.batchSize = batchSize
        let result = try normalising.run(text)
        text = result.header + result.lines.map { $0 + "\n" }.joined()
      }
      let given = Self.records(text)
      let expected = Self.records(try Self.text(item.expected))
      #expect(given.count == expected.count, "\(item.input)")
      for (one, other) in zip(given, expected) {
        #expect(Self.isSame(one, other, leftOut: mapping.unlike != nil), "\(item.input): \(one)")
      }
    }
  }

  private static func cases() throws -> [Case] {
    let data = try Data(
      contentsOf: URL(filePath: SharedData.file("vcf/bcftools-norm/manifest.json")))
    return try JSONDecoder().decode([Case].self, from: data)
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: SharedData.file("vcf/bcftools-norm/" + name), encoding: .utf8)
  }

  private static func records(_ text: String) -> [[String]] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Columns by value: bcftools writes numbers anew (`1e+01` becomes `10`), this module leaves them as they are.
  private static func isSame(_ one: [String], _ other: [String], leftOut: Bool) -> Bool {
    guard one.count == other.count, one[..<7] == other[..<7] else { return false }
    let infos = (one[7].split(separator: ";"), other[7].split(separator: ";"))
    guard infos.0.count == infos.1.count else { return false }
    for (mine, theirs) in zip(infos.0, infos.1) where mine != theirs {
      let pieces = (mine.split(separator: "="), theirs.split(separator: "="))
      guard pieces.0.count == 2, pieces.1.count == 2, pieces.0[0] == pieces.1[0],
        values(pieces.0[1]) == values(pieces.1[1])
      else { return false }
    }
    guard one.count > 8 else { return true }
    guard one[8] == other[8] else { return false }
    for (mine, theirs) in zip(one[9...], other[9...]) {
      var cells = (mine.split(separator: ":"), theirs.split(separator: ":"))
      if leftOut, cells.0.count < cells.1.count {
        cells.1.removeLast(cells.1.count - cells.0.count)
      }
      // Values left out at the end of a cell are missing ones (VCFv4.3 §1.6.2).
      while cells.1.count > cells.0.count {
        guard cells.1.last?.allSatisfy({ $0 == "." || $0 == "," }) == true else { return false }
        cells.1.removeLast()
      }
      guard cells.0.count == cells.1.count,
        zip(cells.0, cells.1).allSatisfy({ values($0) == values($1) })
      else { return false }
    }
    return true
  }

  private static func values(_ list: Substring) -> [String] {
    list.split(separator: ",").map { piece in
      Double(piece).map { String(Float($0)) } ?? String(piece)
    }
  }
}
