import Tables
import TestSupport
import Testing

@Suite(
  "Views of mCODE, Cancer Common and questionnaires",
  .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct OncologyViewTests {
  private let folder = "fhir/mcode/json"

  @Test("tumours are told from other conditions, and primary ones from metastases")
  func conditions() throws {
    let all = try ShippedView("mcode/condition.json", folder)
    #expect(all.column("kind") == ["primary", "secondary"])
    #expect(all.rows[1]["primary_id"] == "mCODEPrimaryCancerConditionExample01")
    #expect(all.rows[0]["histology"] == "35917007")
    #expect(all.rows[0]["laterality"] == "7771000")
    let primary = try ShippedView("cancer-common/cancer_condition_at_diagnosis.json", folder)
    #expect(primary.column("condition_id") == ["mCODEPrimaryCancerConditionExample01"])
    #expect(primary.column("visit_date") == ["2019-04-01"])
    #expect(primary.column("body_site") == ["39607008"])
  }

  @Test(
    "TNM says whether it is clinical or pathological, and of which axis",
    arguments: [
      "mcode/tnm.json", "cancer-common/cancer_stage.json",
    ])
  func tnm(path: String) throws {
    let view = try ShippedView(path, folder)
    let found = Set(
      view.rows.map { "\($0["basis"] ?? "") \($0["axis"] ?? "") \($0["value_code"] ?? "")" })
    #expect(
      found == [
        "clinical T cT3", "clinical N cN3", "clinical M cM0", "clinical stage 3C",
        "pathological T pT3", "pathological N pN3", "pathological M pM0", "pathological stage 3C",
      ])
  }

  @Test("status, response and why treatment stopped are codes and words")
  func courses() throws {
    let performance = try ShippedView("mcode/performance_status.json", folder)
    #expect(performance.column("scale") == ["ECOG", "Karnofsky"])
    #expect(performance.column("score") == ["0", "90"])
    #expect(performance.types["score"] == .integer)
    let status = try ShippedView("mcode/disease_status.json", folder)
    #expect(status.column("trend") == ["improved"])
    #expect(status.column("evidence") == [#"["252416005"]"#])
    let response = try ShippedView(
      "cancer-common/overall_cancer_treatment_response.json", folder)
    #expect(response.column("treatment_response_type") == ["Partial Remission"])
    let progression = try ShippedView("cancer-common/clinical_cancer_progression.json", folder)
    #expect(progression.rows.isEmpty)
    let medication = try ShippedView("mcode/medication.json", folder)
    #expect(medication.column("stop_reason") == ["-", "completed"])
    let systemic = try ShippedView("cancer-common/systemic_treatment.json", folder)
    #expect(systemic.column("ongoing") == ["true", "false"])
    #expect(systemic.column("start_date") == ["2019-04-01", "2019-04-01"])
  }

  @Test("surgery and radiation are told apart")
  func procedures() throws {
    #expect(
      try ShippedView("mcode/procedure.json", folder).column("kind") == ["radiation", "surgery"])
    #expect(
      try ShippedView("cancer-common/radiotherapy.json", folder).column("code") == ["152198000"])
    #expect(try ShippedView("cancer-common/surgery.json", folder).column("code") == ["359615001"])
    let synthea = "fhir/synthea-onco/ndjson"
    let surgery = try ShippedView("cancer-common/surgery.json", synthea)
    #expect(surgery.column("display").filter { $0 == "Prostatectomy" }.count == 2)
    #expect(surgery.faults == 0)
  }

  @Test("patients are alive unless they are known to be dead")
  func patients() throws {
    let view = try ShippedView("cancer-common/cancer_patient.json", folder)
    #expect(view.column("person") == ["mCODEPatientExample01", "mCODEPatientExample02"])
    #expect(view.column("is_deceased") == ["false", "false"])
    #expect(view.column("birth_date") == ["1951-01-20", "1955-05-20"])
  }

  @Test("answers come out of any nesting, typed; an item without an answer keeps its row")
  func questionnaires() throws {
    let view = try ShippedView("questionnaires/answers.json", "fhir/questionnaire")
    #expect(view.rows.count == 20)
    let phq9 = view.rows.filter { $0["response_id"] == "mii-exa-pro-phq-9-response" }
    #expect(phq9.count == 11)
    #expect(phq9.map { $0["item_position"] ?? "" } == (0..<11).map(String.init))
    #expect(phq9.last?["value_number"] == "27")
    #expect(phq9.first?["value_code"] == "LA6571-9")
    let several = view.rows.filter {
      $0["questionnaire"] == "http://forms-lab.com/Questionnaire/ValidateStringMaxOccurs"
    }
    #expect(several.map { $0["value_text"] ?? "" } == ["a1", "a2", "a3"])
    #expect(several.map { $0["answer_position"] ?? "" } == ["0", "1", "2"])
    let items = try ShippedView("questionnaires/items.json", "fhir/questionnaire")
    #expect(items.rows.count == 25)
    #expect(items.rows.filter { $0["code"] == "44250-9" }.count == 2)
  }

  @Test("every shipped view reads 2,768 records of four patients without a fault")
  func everything() throws {
    let paths = try ShippedView.paths()
    #expect(paths.filter { $0.hasPrefix("genomics/") }.count == 8)
    #expect(paths.filter { $0.hasPrefix("cancer-common/") }.count == 11)
    for path in paths {
      let type = try ShippedView.resourceType(path)
      let view = try ShippedView(path, "fhir/synthea-onco/ndjson", containing: type + ".")
      #expect(view.faults == 0, "\(path)")
    }
  }
}
