import PipelineModel
import Stages
import Testing

@Suite("ctdna.counts")
struct CTDNACountsTests {
  private static let head = """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr1,length=248956422>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="call">
    ##FORMAT=<ID=AD,Number=R,Type=Integer,Description="reads">
    ##FORMAT=<ID=AF,Number=A,Type=Float,Description="estimate">
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="depth">
    ##FORMAT=<ID=SB,Number=4,Type=Integer,Description="strands">
    ##FORMAT=<ID=VD,Number=1,Type=Integer,Description="variant depth">
    ##FORMAT=<ID=RD,Number=2,Type=Integer,Description="reference strands">
    ##FORMAT=<ID=ALD,Number=2,Type=Integer,Description="variant strands">
    ##FORMAT=<ID=AC,Number=1,Type=Integer,Description="variant reads">
    ##FORMAT=<ID=M_AC,Number=1,Type=Integer,Description="variant molecules">
    ##FORMAT=<ID=M_REF,Number=1,Type=Integer,Description="reference molecules">
    ##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="least depth">
    ##INFO=<ID=END,Number=1,Type=Integer,Description="end">
    ##INFO=<ID=DP,Number=1,Type=Integer,Description="depth">
    ##INFO=<ID=DP4,Number=4,Type=Integer,Description="strands">

    """
  private static let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"

  private func rows(
    _ body: String, _ settings: String = "{}", samples: String? = "plasma"
  ) throws -> (rows: [String], log: VariantChain.LogTotal) {
    let names = samples.map { "\tFORMAT\t" + $0 } ?? ""
    let file = try VariantChain.ScratchFile(Self.head + Self.columns + names + "\n" + body)
    let reader = try VariantChain.stage(
      VCFRead.self, #"{"files": "x.vcf", "build": "GRCh38", "onBad": "quarantine"}"#)
    let end = try VariantChain.stage(CTDNACounts.self, settings)
    let (output, logs) = try VariantChain.runChain(reader, file.path, end)
    return (
      output.rows("counts").split(separator: "\n").map(String.init),
      VariantChain.LogTotal(logs, stage: 1)
    )
  }

  @Test("Mutect2: reads of each allele, whatever AF says; strands where there is one allele")
  func mutect2() throws {
    let (found, _) = try rows(
      "chr1\t10\t.\tC\tT\t.\tPASS\t.\tGT:AD:AF:DP:SB\t0/1:3234,0:3.9e-4:3240:1600,1634,0,0\n"
        + "chr1\t11\t.\tC\tT,CA\t.\tPASS\t.\tGT:AD:AF:DP\t0/1:90,7,3:0.07,0.03:101\n")
    #expect(
      found == [
        "plasma,chr1,10,C,T,0,3234,,,0,0,1600,1634,,PASS", "plasma,chr1,11,C,T,7,90,,,,,,,,PASS",
        "plasma,chr1,11,C,CA,3,90,,,,,,,,PASS",
      ])
  }

  @Test("VarDict: reads by strand of RD and ALD")
  func varDict() throws {
    let (found, _) = try rows(
      "chr1\t10\t.\tC\tT\t.\tPASS\t.\tGT:DP:VD:ALD:RD:AD:AF\t0/1:1000:9:4,5:480,505:985,9:0.009\n")
    #expect(found == ["plasma,chr1,10,C,T,9,985,,,4,5,480,505,,PASS"])
  }

  @Test("LoFreq: four counts of a file without samples, under a name that the definition gives")
  func loFreq() throws {
    let body = "chr1\t10\t.\tC\tT\t99\tPASS\tDP=1000;AF=0.01;DP4=490,500,4,5\n"
    let (found, _) = try rows(body, #"{"sample": "P7"}"#, samples: nil)
    #expect(found == ["P7,chr1,10,C,T,9,990,,,4,5,490,500,,PASS"])
    let (none, log) = try rows(body, samples: nil)
    #expect(none.isEmpty && log.quarantined.first?.message.contains("give \"sample\"") == true)
  }

  @Test("umiVar: molecules with several reads beside the reads")
  func umiVar() throws {
    let (found, _) = try rows(
      "chr1\t10\t.\tC\tT\t.\tPASS\t.\tGT:DP:AC:M_REF:M_AC\t0/1:5000:30:2990:4\n")
    #expect(found == ["plasma,chr1,10,C,T,30,,4,2990,,,,,,PASS"])
  }

  @Test("gVCF: alleles that are not there are none, and blocks say how deep they are")
  func blocks() throws {
    let (found, _) = try rows(
      "chr1\t10\t.\tC\t<NON_REF>\t.\t.\tEND=40\tGT:DP:MIN_DP\t0/0:1200:1100\n"
        + "chr1\t41\t.\tC\tT,<NON_REF>\t.\t.\t.\tGT:AD:DP\t0/1:900,12,1:913\n")
    #expect(
      found == [
        "plasma,chr1,10,C,<NON_REF>,0,1100,,,,,,,40,", "plasma,chr1,41,C,T,12,900,,,,,,,,",
      ])
  }

  @Test("records without reads of each allele, or with more than their depth, are refused by name")
  func broken() throws {
    let (found, log) = try rows(
      "chr1\t10\t.\tC\tT\t.\tPASS\t.\tGT:AF:DP\t0/1:0.1:100\n"
        + "chr1\t11\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t0/1:.:100\n"
        + "chr1\t12\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t0/1:50,80:70\n"
        + "chr1\t13\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t0/1:50,-2:70\n"
        + "chr1\t14\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t./.:.:.\n"
        + "chr1\t15\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t0/1:50,2:70\n")
    #expect(found == ["plasma,chr1,15,C,T,2,50,,,,,,,,PASS"])
    #expect(log.isBalanced && log.kept == 2)
    #expect(log.quarantined.map(\.lineInChunk).count == 4)
    #expect(log.quarantined.map(\.field) == Array(repeating: "FORMAT/AD", count: 4))
    #expect(log.quarantined[2].message.contains("more reads than the depth"))
  }
}
