import ByteIO
import Testing
import VCF

@Suite("Records of their own")
struct OwnedRecordTests {
  private static let line =
    "1 007 a;b A C,<DEL> 30.00 q10;s50 DP=07;AF=0.50,.;DB GT:AD:PL 0/1:1,2,3:0,1,2,3,4,5 ./.:."
  private static let meta = [
    definition("FORMAT", "AD", "R", "Integer"), definition("FORMAT", "XP", "P", "Integer"),
    definition("FORMAT", "XM", "M", "Float"),
  ]

  private func record(_ line: String = line, _ version: String = "4.3") throws -> OwnedRecord {
    try OneRecord(line, version: version, meta: Self.meta, samples: ["a", "b"]).owned
  }

  @Test("Columns are values")
  func columns() throws {
    let record = try record()
    #expect(record.contig == "1" && record.position == 7 && record.identifiers == ["a", "b"])
    #expect(record.reference == Array("A".utf8) && record.alternates.count == 2)
    #expect(record.allele(2) == .symbolic("DEL") && record.allele(3) == nil)
    #expect(record.allele(0) == .bases(Array("A".utf8)))
    #expect(record.quality == 30 && record.filters == ["q10", "s50"])
    #expect(record.infoKeys == ["DP", "AF", "DB"] && record.formatKeys == ["GT", "AD", "PL"])
    #expect(try record.info("AF") == .floats([0.5, nil]) && record.info("AN") == nil)
    #expect(try record.format("AD") == [.integers([1, 2, 3]), .missing])
    #expect(try record.format("PL")?[1] == .missing && record.format("DP") == nil)
    let calls = [[0, 1], [nil, nil]].map { Genotype($0, isPhased: false) }
    #expect(try record.genotypes() == calls)
    let empty = try self.record("1 5 . A . . . . GT 0 0")
    #expect(empty.identifiers.isEmpty && empty.alternates.isEmpty && empty.filters.isEmpty)
    #expect(empty.quality == nil && empty.infoKeys.isEmpty && empty.alleleCount == 1)
  }

  @Test("Only what is changed is written anew")
  func edits() throws {
    var record = try record()
    #expect(record.written == Self.line)
    record.position = 8
    record.reference = Array("AT".utf8)
    #expect(record.written == Self.line.replacing("007 a;b A", with: "8 a;b AT"))
    record.quality = 12.5
    record.filters = []
    record.identifiers = ["x"]
    record.contig = "chr1"
    try record.setInfo("DP", to: .integer(9))
    try record.setInfo("AN", to: .integer(4))
    #expect(
      record.written
        == "chr1 8 x AT C,<DEL> 12.5 . DP=9;AF=0.50,.;DB;AN=4 "
        + "GT:AD:PL 0/1:1,2,3:0,1,2,3,4,5 ./.:.")
    record.alternates = []
    record.quality = nil
    record.identifiers = []
    #expect(record.written.hasPrefix("chr1 8 . AT . . . DP"))
  }

  @Test("INFO keys are removed from the front, the middle and the end")
  func removal() throws {
    for (keys, expected) in [
      (["DP"], "AF=0.50,.;DB"), (["AF"], "DP=07;DB"), (["DB"], "DP=07;AF=0.50,."),
      (["D"], "DP=07;AF=0.50,.;DB"),
      (["AF", "DB", "DP"], "."),
    ] {
      var record = try record()
      for key in keys { record.removeInfo(key) }
      #expect(String(decoding: record.infoText, as: UTF8.self) == expected)
    }
    var record = try record("1 5 . A C . . . GT 0/0 0/0")
    try record.setInfo("DB", to: .flag)
    #expect(record.written == "1 5 . A C . . DB GT 0/0 0/0")
    var twice = try self.record("1 5 . A C . . X=1;Y=2;X=3 GT 0/0 0/0")
    twice.removeInfo("X")
    #expect(twice.infoText == Array("Y=2".utf8))
  }

  @Test("Sample fields are replaced, added and removed")
  func sampleFields() throws {
    var record = try record()
    try record.setFormat("DP", to: [.missing, .integer(4)])
    #expect(record.written.hasSuffix(" GT:AD:PL:DP 0/1:1,2,3:0,1,2,3,4,5:. ./.:.:.:4"))
    try record.setFormat("PL", to: [.missing, .integers([1, nil])])
    #expect(record.written.hasSuffix(" GT:AD:PL:DP 0/1:1,2,3:.:. ./.:.:1,.:4"))
    record.setGenotypes([nil, Genotype([1, 1], isPhased: true)])
    record.removeFormat("AD")
    #expect(record.written.hasSuffix(" GT:PL:DP .:.:. 1|1:1,.:4"))
    record.removeFormat("GT")
    record.setGenotypes([Genotype([0], isPhased: true), nil])
    #expect(record.written.hasSuffix(" GT:PL:DP 0:.:. .:1,.:4"))
    let before = record.written
    let error = try #require(throws: VCFError.self) {
      try record.setFormat("DP", to: [.integer(1), .string("x")])
    }
    #expect(error.message.contains("column 11") && record.written == before)
    record.removeFormat("DP")
    record.removeFormat("PL")
    record.removeFormat("GT")
    #expect(record.formatKeys == ["GT"])
  }

  @Test("Splitting by allele takes every field along")
  func subset() throws {
    let line =
      "1 5 . A C,G,T . . AC=1,2,3;AD=9,8,7,6;AF=0.10,0.20,0.30;DP=4;S=x,y "
      + "GT:AD:PL:XP 1/2:1,2,3,4:0,1,2,3,4,5,6,7,8,9:5,6 0|3:.:0,1,2,3:1,2"
    let expected: [([Int], OwnedRecord.DroppedAllele, String)] = [
      (
        [2], .reference,
        "1 5 . A G . . AC=2;AD=9,7;AF=0.20;DP=4;S=x,y "
          + "GT:AD:PL:XP 0/1:1,3:0,3,5:5,6 0|0:.:0,2:1,2"
      ),
      (
        [3, 1], .missing,
        "1 5 . A T,C . . AC=3,1;AD=9,6,8;AF=0.30,0.10;DP=4;S=x,y "
          + "GT:AD:PL:XP 2/.:1,4,2:0,6,9,1,7,2:5,6 0|1:.:0,3,1:1,2"
      ),
      (
        [], .missing,
        "1 5 . A . . . AD=9;DP=4;S=x,y GT:AD:PL:XP ./.:1:0:5,6 0|.:.:0:1,2"
      ),
      ([1, 2, 3], .missing, line),
    ]
    for (kept, dropped, text) in expected {
      var record = try record(line)
      try record.keepAlleles(kept, dropped: dropped)
      #expect(record.written == text)
    }
    var twice = try record("1 5 . A C,G . . AF=1,2;X;AF=3,4;AC=. GT . .")
    try twice.keepAlleles([2], dropped: .missing)
    #expect(twice.written == "1 5 . A G . . AF=2;X;AF=4;AC=. GT . .")
  }

  @Test("Local alleles, modified bases and structural variants follow their alleles")
  func specialSubsets() throws {
    let local = "1 5 . A C,G,T . . . GT:LAA:LAD:LPL:XM 1/3:3,1:7,8,9:0,1,2,3,4,5:0.5 0/0:.:7:0:1"
    var record = try record(local, "4.5")
    try record.keepAlleles([3], dropped: .reference)
    #expect(record.written == "1 5 . A T . . . GT:LAA:LAD:LPL:XM 0/1:1:7,8:0,1,2:. 0/0:.:7:0:1")
    var reordered = try self.record(local, "4.5")
    try reordered.keepAlleles([3, 2, 1], dropped: .reference)
    #expect(
      reordered.written
        == "1 5 . A T,G,C . . . GT:LAA:LAD:LPL:XM 3/1:1,3:7,8,9:0,1,2,3,4,5:0.5 0/0:.:7:0:1")
    var structural = try self.record(
      "1 5 . A <DEL>,<DUP> . . SVLEN=5,6;CIPOS=-1,1,-2,2;CIEND=0,0,0,0;MEINFO=a,b,c,d,e,f,g,h "
        + "GT 0/1 0/2", "4.4")
    try structural.keepAlleles([2], dropped: .missing)
    #expect(
      structural.written
        == "1 5 . A <DUP> . . SVLEN=6;CIPOS=-2,2;CIEND=0,0;MEINFO=e,f,g,h GT 0/. 0/1")
    var repeats = try self.record("1 5 . A <CNV:TR>,<CNV:TR> . . RN=1,2;RUS=A,C,G GT 0 1", "4.5")
    let before = repeats.written
    #expect(throws: VCFError.self) { try repeats.keepAlleles([1], dropped: .missing) }
    #expect(repeats.written == before)
  }

  @Test("A field that does not fit the record's alleles is refused, and nothing is changed")
  func refusedSubset() throws {
    for (line, field, place) in [
      ("1 5 . A C,G . . AF=0.5 GT 0/1 0/2", "INFO/AF", ""),
      ("1 5 . A C,G . . . GT:AD 0/1:1,2,3 0/2:1,2", "FORMAT/AD", "column 11"),
      ("1 5 . A C,G . . . GT:PL 0/1:1,2,3,4,5 0/2:.", "FORMAT/PL", "column 10"),
      ("1 5 . A C,G . . . GT 0/1 x", "FORMAT/GT", "column 11"),
    ] {
      var record = try record(line)
      let error = try #require(throws: VCFError.self) {
        try record.keepAlleles([1], dropped: .missing)
      }
      #expect(error.field == field && error.message.contains(place))
      #expect(record.written == line)
    }
  }

  @Test("Contigs are renamed in CHROM and in the mates of breakends")
  func renaming() throws {
    var record = try record("1 5 . A A[1:7[,]2:9]A,<DEL>,A[HLA:3:4[ . . . GT 0 0")
    record.renameContigs(ContigRenaming(["1": "chr1", "HLA:3": "x"]))
    #expect(record.written == "chr1 5 . A A[chr1:7[,]2:9]A,<DEL>,A[x:4[ . . . GT 0 0")
    var same = try self.record()
    same.renameContigs(ContigRenaming(["5": "chr5"]))
    #expect(same.written == Self.line)
  }

  @Test("Changed records make a batch in the place of the old one")
  func building() throws {
    let batch = try batch(
      "1\t5\t.\tA\tC\t.\t.\t.\r\n1\t6\t.\tA\tC,G\t.\t.\t.\n1\t7\t.\tA\tC\t.\t.\t.")
    var builder = RecordBatchBuilder(capacity: 100)
    let text = batch.chunk.text.span
    for record in batch.records.dropFirst() {
      for allele in 1..<record.alleleCount(in: text) {
        var owned = OwnedRecord(record, text, header: batch.header)
        try owned.keepAlleles([allele], dropped: .missing)
        owned.position += allele
        builder.append(owned, from: record, of: batch)
      }
    }
    let changed = builder.finish(header: batch.header, replacing: batch)
    #expect(
      changed.records.map(\.position) == [7, 8, 8] && changed.records.map(\.line) == [1, 1, 2])
    #expect(
      changed.records.map { changed.chunk.virtualOffset(of: Int($0.start)) }
        == [1, 1, 2].map { batch.chunk.virtualOffset(of: Int(batch.records[$0].start)) })
    var output: [UInt8] = []
    VCFWriter.append(changed, to: &output)
    #expect(
      String(decoding: output, as: UTF8.self)
        == "1\t7\t.\tA\tC\t.\t.\t.\n1\t8\t.\tA\tG\t.\t.\t.\n1\t8\t.\tA\tC\t.\t.\t.\n")
  }
}
