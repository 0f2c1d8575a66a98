import Pages
import PipelineModel

/// What the definition promises about the data, and what the run found; broken promises first.
struct ContractView {
  var contractNote: String
  var promises: [PromiseView]

  /// A promise.
  struct PromiseView {
    var place: String, promise: String, limit: String, found: String
    var outcome: String, outcomeClass: String
  }

  init(_ record: RunRecord) {
    let broken = record.contracts.count { !$0.isKept }
    let all = NumberText.counted(record.contracts.count, "promise")
    contractNote =
      broken == 0 ? "\(all) about the data, all kept." : "\(broken) of \(all) broken."
    promises = (record.contracts.filter { !$0.isKept } + record.contracts.filter(\.isKept)).map {
      PromiseView(
        place: Self.place($0), promise: $0.promise,
        limit: $0.limit, found: $0.found, outcome: $0.isKept ? "kept" : "broken",
        outcomeClass: $0.isKept ? "none" : "some")
    }
  }

  private static func place(_ contract: ContractRecord) -> String {
    contract.port.map { "\(contract.stage).\($0)" } ?? contract.stage
  }
}
