import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// What tasks cost, learned from those that were done: how many seconds a unit of work takes, by the kinds of stages.
///
/// A task's work is the size of its input and a constant share; one number a segment is enough to size groups.
struct TaskCosts: Sendable, Codable {
  /// What was measured of tasks of one kind.
  struct Measure: Sendable, Codable {
    /// Work done, in bytes.
    var work = 0.0
    /// Seconds spent on it.
    var seconds = 0.0
  }

  /// What a task costs beside its input, as bytes of input.
  private static let constantWork = 4.0 * 1_048_576
  /// Bytes a second where nothing has been measured.
  private static let assumedRate = 20.0 * 1_048_576
  /// Measures fade, so that other hardware or another input is learned within some runs.
  private static let rememberedSeconds = 36_000.0

  private var measures: [String: Measure] = [:]

  /// What is known in a work folder; nothing where there is no file or it cannot be read.
  static func read(_ work: WorkFolder) -> TaskCosts {
    FileManager.default.contents(atPath: path(work)).flatMap {
      try? JSONDecoder().decode(TaskCosts.self, from: $0)
    } ?? TaskCosts()
  }

  private static func path(_ work: WorkFolder) -> String { SlurmFolder.root(work) + "/costs.json" }

  /// Keeps what is known for the next run; only an estimate is lost when that fails.
  func save(_ work: WorkFolder) {
    guard let data = try? JSONEncoder().encode(self) else { return }
    try? work.write([UInt8](data), to: Self.path(work), isDurable: false)
  }

  /// The work of a task: the bytes it reads and a constant.
  static func work(of task: Int, _ plan: ExecutionPlan) -> Double {
    let segment = plan.segments[Int(plan.tasks.segment[task])]
    guard !segment.shards.isEmpty else { return constantWork }
    let shard = segment.shards[Int(plan.tasks.shard[task])]
    return shard.paths.reduce(constantWork) { $0 + Double(FileStamp($1)?.size ?? 0) }
  }

  /// How long some work takes, in seconds.
  func seconds(_ work: Double, kind: String) -> Double {
    guard let measure = measures[kind], measure.work > 0 else { return work / Self.assumedRate }
    return work * measure.seconds / measure.work
  }

  /// Learns from a task that was done.
  mutating func add(work: Double, seconds: Double, kind: String) {
    var measure = measures[kind] ?? Measure()
    measure.work += work
    measure.seconds += seconds
    if measure.seconds > Self.rememberedSeconds {
      measure.work /= 2
      measure.seconds /= 2
    }
    measures[kind] = measure
  }
}
