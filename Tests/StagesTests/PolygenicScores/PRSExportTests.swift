import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import Testing

struct PRSExportTests {
  private static let scores = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("variants_used", .integer),
    Column("allele_count", .integer), Column("denominator", .integer),
    Column("dosage_sum", .number), Column("score_sum", .number), Column("score_avg", .number),
  ])
  private static let scoreRows = "a,P,2,4,4,3,1.5,0.375\nb,P,2,2,4,1,0.25,0.0625\n"
  private static let matches = TableSchema(
    [
      "pgs_id", "row", "chrom", "pos", "effect_allele", "other_allele", "effect_weight",
      "effect_type", "ref", "alt", "matched_allele", "match_type", "status", "reason",
    ].map { Column($0, .string) })
  private static let matchRows = """
    P,0,1,100,A,G,0.5,additive,G,A,A,altref,matched,
    P,1,1,200,A,T,0.1,additive,T,A,A,altref,excluded,ambiguous
    P,2,1,300,A,C,0.1,additive,T,G,T,refalt_flip,matched,
    P,3,1,400,A,C,0.1,additive,,,,,unmatched,position_absent

    """
  private static let summary = TableSchema([
    Column("pgs_id", .string), Column("rows", .integer), Column("matched", .integer),
    Column("excluded", .integer), Column("unmatched", .integer), Column("weight_share", .number),
    Column("passed", .boolean),
  ])
  private static let summaryRows = "P,4,2,1,1,0.75,true\n"
  private static let adjusted = TableSchema(
    [
      Column("sample", .string), Column("pgs_id", .string),
      Column("most_similar_population", .string),
    ]
      + [
        "z_most_similar_population", "percentile", "z_norm1", "z_norm2", "score_sum", "z_published",
        "alpha",
      ].map { Column($0, .number) }
      + [Column("parameters_version", .string), Column("reference_digest", .string)])
  private static let adjustedRows = """
    a,P,EUR,1,84,1.1,1.2,1.5,1.8,0.501,v1,sha256:0
    b,P,EUR,0,50,0.1,0.2,0.25,,,,

    """

  private func export(_ settings: String, _ ports: [String]) throws -> (
    output: RecordedOutput, privacy: Privacy?
  ) {
    let tables: [String: (TableSchema, String, Privacy)] = [
      "scores": (Self.scores, Self.scoreRows, .identifiable),
      "matches": (Self.matches, Self.matchRows, .released),
      "summary": (Self.summary, Self.summaryRows, .released),
      "adjusted": (Self.adjusted, Self.adjustedRows, .identifiable),
    ]
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(
      PRSExport.kind, settings,
      edges: try ports.map { port in
        let table = try #require(tables[port])
        return bench.edge(port, .table(table.0, privacy: table.2))
      })
    let stage = try PRSExport(&context)
    if context.diagnostics.hasErrors { throw context.diagnostics.all[0] }
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: try ports.map { port in
        let table = try #require(tables[port])
        return (port, try bench.table(table.0, [table.1]))
      }, documents: [:])
    try stage.run(
      inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder), into: output)
    return (output, stage.outputs["file"]?.privacy)
  }

  @Test("the columns of aggregated_scores.txt and of the Z-scores are pgsc_calc's")
  func aggregated() throws {
    let (output, privacy) = try export(
      #"{"as": "pgsc_calc-scores", "dataset": "d", "compression": "none"}"#, ["scores"])
    #expect(
      output.document("file")
        == "sampleset\tFID\tIID\tPGS\tSUM\tDENOM\tAVG\nd\ta\ta\tP\t1.5\t4\t0.375\nd\tb\tb\tP\t0.25\t4\t0.0625\n"
    )
    #expect(privacy == .identifiable)
    let (adjusted, _) = try export(
      #"{"as": "pgsc_calc-adjusted", "compression": "none"}"#, ["adjusted"])
    #expect(
      adjusted.document("file").hasPrefix(
        "sampleset\tFID\tIID\tPGS\tSUM\tZ_MostSimilarPop\tZ_norm1\tZ_norm2\tpercentile_MostSimilarPop\n"
          + "cohort\ta\ta\tP\t1.5\t1\t1.1\t1.2\t84\n"))
  }

  @Test("an .sscore has the columns of plink2 --score cols=+scoresums,+denom,+fid")
  func sscore() throws {
    let (output, _) = try export(#"{"as": "sscore"}"#, ["scores"])
    #expect(
      output.document("file")
        == "#FID\tIID\tALLELE_CT\tDENOM\tNAMED_ALLELE_DOSAGE_SUM\tP_AVG\tP_SUM\n"
        + "0\ta\t4\t4\t3\t0.375\t1.5\n0\tb\t2\t4\t1\t0.0625\t0.25\n")
    #expect(throws: StageError.self) { try export(#"{"as": "sscore", "score": "Q"}"#, ["scores"]) }
  }

  @Test("the summary counts every row once, under its labels; the log has one line a row")
  func matching() throws {
    let (output, privacy) = try export(#"{"as": "pgsc_calc-summary"}"#, ["matches", "summary"])
    #expect(
      output.document("file") == """
        dataset,accession,score_pass,match_status,ambiguous,is_multiallelic,duplicate_best_match,duplicate_ID,\
        match_flipped,match_IDs,count,percent
        cohort,P,true,matched,false,false,false,false,false,NA,1,25.0
        cohort,P,true,excluded,true,false,false,false,false,NA,1,25.0
        cohort,P,true,matched,false,false,false,false,true,NA,1,25.0
        cohort,P,true,unmatched,,,,,,NA,1,25.0

        """)
    #expect(privacy == .released)
    let (log, _) = try export(#"{"as": "pgsc_calc-log", "compression": "none"}"#, ["matches"])
    let lines = log.document("file").split(separator: "\n")
    #expect(lines.count == 5)
    #expect(
      lines[2]
        == "1,P,1,200,A,T,0.1,additive,1:200:T:A,T,A,A,altref,false,true,false,true,true,false,false,excluded,cohort"
    )
    #expect(lines[4] == "3,P,1,400,A,C,0.1,additive,,,,,,,,,,,,,unmatched,cohort")
  }

  @Test("CanRisk's lines come from published z-scores only")
  func canRisk() throws {
    let (output, _) = try export(#"{"as": "canrisk", "cancer": "BC"}"#, ["adjusted"])
    #expect(
      output.document("file") == "# a\n##CanRisk 2.0\n##PRS_BC=alpha=0.501, zscore=1.8\n\n")
  }

  @Test("the reporting standard has its 22 items, with what is measured, stated or neither")
  func reporting() throws {
    let (output, privacy) = try export(
      #"{"as": "prs-rs", "items": {"study_type": "Validation"}}"#,
      ["summary", "scores", "adjusted"])
    #expect(privacy == .aggregate)
    let node = try JSONParser.parse(Array(output.document("file").utf8))
    #expect(node.members?.count == 22)
    #expect(node["study_type"]?["stated"]?.string == "Validation")
    #expect(node["genetic_data"]?["measured"]?["P"]?["weight_share"]?.number == "0.75")
    #expect(node["distribution"]?["measured"]?["P"]?["mean"]?.number == "0.875")
    #expect(node["missing_data"]?["measured"]?["P"]?["people_with_missing_genotypes"]?.integer == 1)
    #expect(node["ancestry"]?["measured"]?["EUR"]?.integer == 2)
    #expect(node["calibration"]?["measured"]?.string == nil)
    #expect(try export(#"{"as": "prs-rs"}"#, ["summary"]).privacy == .released)
  }

  @Test("what a form needs or cannot use is said before anything is read")
  func refused() {
    for (settings, ports) in [
      (#"{"as": "sscore"}"#, ["matches"]), (#"{"as": "pgsc_calc-log"}"#, ["matches", "scores"]),
      (#"{"as": "canrisk"}"#, []),
    ] {
      #expect(throws: Diagnostic.self) { try export(settings, ports) }
    }
  }
}
