import JSONText
import PipelineModel

/// A kind with settings of types that no built-in kind takes yet: a secret, a size, a duration.
struct StageWithSecret: TableStage {
  private static let key = Setting<String>(required: "key", .secret, role: .secret, "The key.")
  private static let memory = Setting<Int?>(optional: "memory", .size, "How much is held.")
  private static let patience = Setting<Double?>(
    optional: "patience", .duration, "How long it waits.")

  static let kind = StageKind(
    "test.fetch", shape: .table, "Fetches a table.",
    outputs: [OutputPort("table", .table, "The table.")], settings: [key, memory, patience])

  let outputs = ["table": EdgeType(.table, privacy: .released)]

  init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.key]
  }

  func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {}
}
