import ByteIO
import Foundation
import Genomics
import ReferenceGenome
import TestSupport
import Testing

/// Reading parts of a FASTA file.
@Suite("Reference genomes")
struct ReferenceGenomeTests {
  private static let contigs = ["chr1": 1234, "chrX": 61, "chrM": 60, "short": 3]

  /// A made-up genome, its lines of one length.
  private static func genome(_ generator: inout SeededGenerator, lineEnd: String)
    -> (fasta: String, sequences: [String: String])
  {
    var fasta = ""
    var sequences: [String: String] = [:]
    for (name, length) in contigs.sorted(by: { $0.key < $1.key }) {
      let bases = (0..<length).map { _ in "ACGTacgtNR".randomElement(using: &generator) ?? "A" }
      sequences[name] = String(bases)
      fasta += ">\(name) made up\(lineEnd)"
      for start in stride(from: 0, to: length, by: 60) {
        fasta += String(bases[start..<min(start + 60, length)]) + lineEnd
      }
    }
    return (fasta, sequences)
  }

  @Test(
    "Any part of a sequence, plain and packed, with and without indexes beside the file",
    arguments: ["\n", "\r\n"], [false, true])
  func parts(lineEnd: String, isPacked: Bool) throws {
    var generator = SeededGenerator(seed: 5)
    let (fasta, sequences) = Self.genome(&generator, lineEnd: lineEnd)
    let folder = try TemporaryFolder()
    var bytes = Array(fasta.utf8)
    if isPacked {
      var packed: [UInt8] = []
      // Small pieces, so that lines reach from one block into the next.
      for start in stride(from: 0, to: bytes.count, by: 211) {
        let piece = Array(bytes[start..<min(start + 211, bytes.count)])
        _ = try BGZFCompressor().compress(piece.span, appendingTo: &packed)
      }
      bytes = packed + BGZFCompressor.endOfFile
    }
    let path = try folder.write(bytes, to: "genome.fa")
    for round in 0..<2 {
      let genome = try ReferenceGenome(path: path, assembly: .grch38)
      #expect(genome.index.contigs.count == sequences.count)
      for (name, sequence) in sequences {
        let number = try #require(genome.contig(named: name))
        for _ in 0..<50 {
          let lower = Int.random(in: 0..<sequence.count, using: &generator)
          let upper = Int.random(in: lower...sequence.count + 5, using: &generator)
          var given: [UInt8] = []
          try genome.append(contig: number, lower..<upper, to: &given)
          let expected = Array(sequence.utf8)[lower..<min(upper, sequence.count)]
          #expect(given == Array(expected))
        }
      }
      #expect(genome.contig(named: "1") == genome.contig(named: "chr1"))
      #expect(genome.contig(named: "MT") == genome.contig(named: "chrM"))
      #expect(genome.contig(named: "chr7") == nil)
      // The first round has left indexes, which the second reads.
      if round == 0 {
        #expect(FileManager.default.fileExists(atPath: path + ".fai"))
        #expect(FileManager.default.fileExists(atPath: path + ".gzi") == isPacked)
      }
    }
  }

  @Test("A window gives canonical bases wherever it is moved")
  func window() throws {
    var generator = SeededGenerator(seed: 6)
    let (fasta, sequences) = Self.genome(&generator, lineEnd: "\n")
    let folder = try TemporaryFolder()
    var window = ReferenceWindow(
      try ReferenceGenome(path: folder.write(fasta, to: "genome.fa")))
    for _ in 0..<200 {
      let (name, sequence) = try #require(sequences.randomElement(using: &generator))
      let bytes = Array(name.utf8)
      let isThere = window.select(bytes.span, 0..<bytes.count)
      #expect(isThere)
      #expect(window.contigLength == sequence.count)
      let position = Int.random(in: 0..<sequence.count, using: &generator)
      try window.load(position..<position + 3)
      let base = window.bases[position - window.start]
      let expected = Array(sequence.uppercased().utf8)[position]
      #expect(base == (expected == UInt8(ascii: "R") ? UInt8(ascii: "N") : expected))
    }
    let unknown = Array("chr9".utf8)
    let isThere = window.select(unknown.span, 0..<unknown.count)
    #expect(!isThere)
  }

  @Test(
    "A file that is none, or an index of another file, is refused",
    arguments: [
      ("ACGT\n", nil), (">a\nACGT\nAC\nACGT\n", nil), (">a\nAC\nACGT\n", nil), (">\nACGT\n", nil),
      (">a\nACGT\n>a\nACGT\n", nil), (">a\nACGT\n", "a\t100\t3\t4\t5\n"), (">a\nACGT\n", "a\t4\n"),
      (">a\nACGT\n", "a\t4\t2\t4\t5\n"),
    ] as [(String, String?)])
  func refused(fasta: String, index: String?) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(fasta, to: "genome.fa")
    if let index { try folder.write(index, to: "genome.fa.fai") }
    #expect(throws: ReferenceError.self) { try ReferenceGenome(path: path) }
  }
}
