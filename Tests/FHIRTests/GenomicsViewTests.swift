import Tables
import TestSupport
import Testing

@Suite(
  "Views of Genomics Reporting", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct GenomicsViewTests {
  private let folder = "fhir/genomics-reporting/json"

  @Test("a variant has its HGVS, alleles, place, fraction and depth, typed, whatever the profile")
  func variant() throws {
    let view = try ShippedView("genomics/variant.json", folder)
    #expect(view.rows.count == 39)
    #expect(view.faults == 0)
    for name in ["exact_start", "exact_end", "read_depth", "outer_start", "gene_count"] {
      #expect(view.types[name] == .integer)
    }
    for name in ["allele_fraction", "copy_number"] { #expect(view.types[name] == .number) }
    for name in ["c_hgvs", "p_hgvs", "g_hgvs", "ref_allele", "alt_allele"] {
      #expect(view.types[name] == .string)
    }
    let variant = try #require(view.row("variant_id", "discrete-variant"))
    let expected = [
      "person": "patient", "specimen_id": "specimen", "assessment": "LA9633-4",
      "c_hgvs": "c.1249C>T", "p_hgvs": "p.Arg417Cys", "g_hgvs": "NC_000003.11:g.128625063C>T",
      "transcript": "NM_014049.4", "genomic_reference": "NG_017064.1", "variation_code": "30880",
      "cytogenetic_location": "3q21", "ref_allele": "C", "alt_allele": "T", "exact_start": "31731",
      "exact_end": "31731", "outer_start": "13200589", "inner_end": "15581544",
      "source_class": "LA6683-2", "allele_fraction": "0.47", "read_depth": "208",
      "allelic_state": "LA6706-1", "copy_number": "1", "gene_count": "1", "effective": "2016",
    ]
    for (name, value) in expected { #expect(variant[name] == value, "\(name)") }
  }

  @Test("a report of twelve somatic variants: fractions as fractions, the build by its name")
  func oncology() throws {
    let view = try ShippedView(
      "genomics/variant.json", folder, containing: "Bundle-oncology-report-example")
    #expect(view.rows.count == 12)
    #expect(Set(view.column("assembly")) == ["GRCh37"])
    #expect(Set(view.column("source_class")) == ["LA6684-0"])
    let variant = try #require(view.row("p_hgvs", "p.H1047R"))
    #expect(variant["allele_fraction"] == "0.2188")
    #expect(variant["read_depth"] == "64")
    #expect(variant["variant_id"] == "dac358c3-403a-4dbb-b478-4259aed882ae")
    let genes = try ShippedView(
      "genomics/variant_gene.json", folder, containing: "Bundle-oncology-report-example")
    #expect(genes.row("variant_id", variant["variant_id"] ?? "")?["hgnc_id"] == "HGNC:8975")
    #expect(genes.column("gene").filter { $0 == "PIK3CA" }.count == 2)
    let reports = try ShippedView(
      "genomics/genomic_report.json", folder, containing: "Bundle-oncology-report-example")
    #expect(Set(reports.column("result_id")) == Set(view.column("variant_id")))
    #expect(reports.column("position") == (0..<12).map(String.init))
  }

  @Test("an observation may name several genes, and a code that is no number of HGNC makes none")
  func genes() throws {
    let view = try ShippedView("genomics/variant_gene.json", folder)
    #expect(view.rows.count == 33)
    #expect(
      view.rows.filter { $0["variant_id"] == "genotype" }.map { $0["gene"] ?? "" }
        == ["CYP2C9", "VKORC1"])
    #expect(view.row("gene", "JAK2")?["hgnc_id"] == nil)
    #expect(view.row("gene", "AR")?["hgnc_id"] == "HGNC:644")
  }

  @Test("implications name drug and phenotype, the evidence, and the finding that they rest on")
  func implications() throws {
    let therapies = try ShippedView("genomics/implication_tx.json", folder)
    #expect(therapies.rows.count == 8)
    let carbamazepine = try #require(therapies.row("medication", "2002"))
    #expect(carbamazepine["evidence_level"] == "LA30200-2")
    #expect(carbamazepine["high_risk"] == "LA19541-4")
    #expect(carbamazepine["derived_from"] == #"["genotype-pgx-example"]"#)
    #expect(therapies.row("medication", "Ruxolitinib")?["efficacy"] == "LA6677-4")
    let diagnoses = try ShippedView("genomics/implication_dx.json", folder)
    #expect(diagnoses.rows.count == 5)
    #expect(Set(diagnoses.column("clinical_significance")) == ["LA6668-3"])
    #expect(diagnoses.rows.filter { $0["implication_id"] == "obs-idh-ex" }.count == 2)
    #expect(diagnoses.row("implication_id", "dis-path")?["phenotype"] == "C1970173")
  }

  @Test(
    "biomarkers that a report names in text only are found, consequences of either generation too")
  func others() throws {
    let biomarkers = try ShippedView("genomics/biomarker.json", folder)
    #expect(biomarkers.column("biomarker") == ["TMB", "TMB", "MSI"])
    #expect(biomarkers.column("value") == ["25", "25", "-"])
    #expect(biomarkers.column("value_text") == ["-", "-", "High"])
    let consequences = try ShippedView("genomics/consequence.json", folder)
    #expect(consequences.rows.count == 31)
    #expect(
      consequences.row("consequence_id", "SNVexample")?["feature_consequence"] == "LA6698-0")
    #expect(consequences.row("consequence_id", "SNVexample")?["variant_id"] == "SNVexample")
    let specimens = try ShippedView("genomics/specimen.json", folder)
    #expect(specimens.rows.count == 7)
    #expect(specimens.row("specimen_id", "GenomicSpecimenExample01")?["type"] == "TISS")
  }
}
