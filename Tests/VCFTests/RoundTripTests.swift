import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

@Suite("Files that are read and written again")
struct RoundTripTests {
  /// What became of a file.
  private struct Outcome {
    var lazy: [UInt8] = []
    var owned: [UInt8] = []
    /// Values that are not of their field's type.
    var refused = 0
    var records = 0
    /// Lines that are no records.
    var rejected: Set<[UInt8]> = []
  }

  /// Reads a file and writes it twice: from bounds and from records of their own, all of whose
  /// values are read and written as values, too.
  private func roundTrip(_ path: String, parsing: Bool = true) throws -> Outcome {
    var outcome = Outcome()
    let reader = try VCFFileReader(path: path)
    outcome.lazy = VCFWriter.header(reader.header)
    outcome.owned = outcome.lazy
    while let batch = try reader.nextBatch() {
      for line in batch.rejected { outcome.rejected.insert(Array(batch.chunk.text[line.range])) }
      outcome.records += batch.records.count
      VCFWriter.append(batch, to: &outcome.lazy)
      let text = batch.chunk.text.span
      for record in batch.records {
        let owned = OwnedRecord(record, text, header: batch.header)
        owned.append(to: &outcome.owned)
        if parsing { outcome.refused += try check(owned) }
      }
    }
    return outcome
  }

  /// Replaces every value by itself; the values must stay, and all else of the record.
  private func check(_ record: OwnedRecord) throws -> Int {
    var changed = record
    var refused = 0
    changed.contig = record.contig
    changed.position = record.position
    changed.identifiers = record.identifiers
    changed.reference = record.reference
    changed.alternates = record.alternates
    changed.quality = record.quality
    changed.filters = record.filters
    var line: [UInt8] = []
    for key in record.infoKeys {
      do throws(VCFError) {
        guard let value = try record.info(key) else { continue }
        try changed.setInfo(key, to: value)
        let again = try changed.info(key)
        #expect(again == value || "\(value)".contains("nan"))
      } catch {
        refused += 1
      }
    }
    for key in record.formatKeys {
      do throws(VCFError) {
        guard let values = try record.format(key) else { continue }
        try changed.setFormat(key, to: values)
        let again = try changed.format(key)
        #expect(again == values || "\(values)".contains("nan"))
      } catch {
        refused += 1
      }
    }
    changed.append(to: &line)
    // Must not trap, whatever the numbers of values.
    if changed.alleleCount > 1 { try? changed.keepAlleles([1], dropped: .missing) }
    #expect(
      line.split(separator: 0x09, omittingEmptySubsequences: false).count
        == record.header.columnCount)
    #expect(changed.infoKeys == record.infoKeys && changed.formatKeys == record.formatKeys)
    return refused
  }

  private func text(of path: String) throws -> [UInt8] {
    var text: [UInt8] = []
    let reader = try BlockReader(path: path)
    while let block = try reader.next() { text += try block.inflated().text }
    return text.last == 0x0A ? text : text + [0x0A]
  }

  @Test(
    "Every conformance file that must be accepted survives byte for byte, with LF and with CR LF",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func conformanceFiles() throws {
    var files = 0
    for version in ["4.1", "4.2", "4.3", "4.5"] {
      let folder = SharedData.file("vcf/hts-specs/\(version)/passed")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        let path = folder + "/" + name
        let expected = try text(of: path)
        let outcome = try roundTrip(path)
        #expect(outcome.lazy == expected && outcome.owned == expected, "\(path)")
        #expect(outcome.refused == 0 && outcome.rejected.isEmpty, "\(path)")
        files += 1
        guard !expected.contains(0x0D) else { continue }
        let windows = expected.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        let file = try ScratchFile(windows)
        let copy = try roundTrip(file.path)
        #expect(copy.lazy == windows && copy.owned == windows, "\(path) with CR LF")
        #expect(copy.refused == 0 && copy.records == outcome.records)
      }
    }
    #expect(files > 70)
  }

  @Test("Every record of the project's sample files survives byte for byte")
  func samples() throws {
    let folder = SharedData.project("samples")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".vcf.gz") }
    #expect(!names.isEmpty)
    for name in names {
      let path = folder + "/" + name
      let outcome = try roundTrip(path, parsing: false)
      // They have lines that must be refused, too.
      var expected: [UInt8] = []
      for line in try text(of: path).split(separator: 0x0A)
      where !outcome.rejected.contains(Array(line)) {
        expected += line + [0x0A]
      }
      #expect(outcome.lazy == expected && outcome.owned == expected, "\(path)")
      #expect(outcome.records > 0 && outcome.rejected.count < 10)
    }
  }

  @Test(
    "Files of other tools survive byte for byte",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func otherFiles() throws {
    let folder = SharedData.file("")
    var files = 0
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where name.hasSuffix(".vcf") && !name.hasPrefix("vcf/hts-specs") {
      let path = folder + "/" + name
      let expected = try text(of: path)
      // Some are expected outputs without a header.
      guard expected.starts(with: "##fileformat".utf8) else { continue }
      let outcome = try roundTrip(path)
      if outcome.records == 0 { continue }
      #expect(outcome.lazy == expected && outcome.owned == expected, "\(path)")
      files += 1
    }
    #expect(files > 20)
  }

  @Test(
    "Records of conformance files that are wrong survive as well, whatever their values",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func wrongFiles() throws {
    var records = 0
    for version in ["4.1", "4.2", "4.3", "4.5"] {
      let folder = SharedData.file("vcf/hts-specs/\(version)/failed")
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        guard let outcome = try? roundTrip(folder + "/" + name) else { continue }
        #expect(outcome.lazy == outcome.owned, "\(name)")
        records += outcome.records
      }
    }
    #expect(records > 100)
  }

  @Test("Lines that no specification allows survive as well")
  func oddLines() throws {
    let lines = [
      "1\t5\t;\tA\tC\t1e2\t;\t;;A;A=;=\tGT::X\t0/1:::\t",
      "\u{FE}\t0005\té\tacgt\tC!,x\tNaN\tPASS;PASS\tDB=1;DB\t.\t.\t:",
      "1\t5\t.\tA\t<,>\t.\t\t\t\t\t",
    ]
    let text = headerText(samples: ["a", "b"]) + lines.joined(separator: "\r\n") + "\n"
    let file = try ScratchFile(Array(text.utf8).map { $0 == 0xFE ? 0xFF : $0 })
    let expected = try self.text(of: file.path)
    let outcome = try roundTrip(file.path, parsing: false)
    #expect(outcome.lazy == expected && outcome.owned == expected && outcome.records == 3)
  }
}
