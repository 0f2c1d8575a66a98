import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// The folder through which leader and workers of one plan speak: `slurm/<plan>/` in the work folder.
///
/// ```
/// plan.json, plan.json.files   what workers make the plan from
/// <array>/groups               the tasks of each group; gone once the array is given up
/// <array>/script               what Slurm runs
/// <array>/records/             what workers have committed, until the leader has folded it in
/// <array>/scratch/<group>/     what a worker is writing
/// ```
struct SlurmFolder: Sendable {
  let path: String

  /// The folders of all plans of a work folder.
  static func root(_ work: WorkFolder) -> String { work.path + "/slurm" }

  init(_ work: WorkFolder, plan: ContentKey) {
    path = Self.root(work) + "/" + plan.description.prefix(24)
  }

  /// The folder that a plan file stands in.
  init(planFile: String) {
    path = (planFile as NSString).deletingLastPathComponent
  }

  /// The plan.
  var plan: String { path + "/plan.json" }

  func array(_ name: String) -> ArrayFolder { ArrayFolder(path: path + "/" + name) }

  /// The names of the arrays whose folders are there.
  var arrays: [String] { Self.arrays(path) }

  /// The names of the arrays in the folder of a plan.
  static func arrays(_ path: String) -> [String] {
    Folder.names(path).filter { !$0.hasPrefix("plan.json") && !$0.hasPrefix(".") }
  }
}

/// The folder of one array of jobs.
struct ArrayFolder: Sendable {
  let path: String

  var groups: String { path + "/groups" }
  var script: String { path + "/script" }
  var records: String { path + "/records" }

  func scratch(_ group: Int) -> String { "\(path)/scratch/\(group)" }

  /// Creates the folder with the tasks of each group and the products that each task makes.
  func create(_ groups: [TaskGroup], script text: String) throws(StageError) {
    try Folder.create(records)
    let lines = groups.map(\.line).joined(separator: "\n") + "\n"
    try ArtifactWriter.io { () throws(ByteIOError) in
      for (path, text) in [(script, text), (self.groups, lines)] {
        let file = try DurableFile(path: path)
        try file.append(Array(text.utf8))
        try file.commit()
      }
    }
  }

  /// The groups; nil where the array was given up.
  func readGroups() -> [TaskGroup]? {
    guard let data = FileManager.default.contents(atPath: groups) else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { TaskGroup(line: $0) }
  }

  /// Gives the array up: a job of it that has yet to begin finds nothing to do.
  func giveUp() {
    // The list of groups goes first, and in one step.
    Folder.remove(groups)
    Folder.remove(path)
  }
}

/// Tasks that one job does, with the products that each makes.
struct TaskGroup: Sendable, Equatable {
  var tasks: [Int]
  var products: [[Int]]

  /// The group as a line: `12:30,31 13:32`.
  var line: String {
    zip(tasks, products).map { task, products in
      "\(task):" + products.map(String.init).joined(separator: ",")
    }.joined(separator: " ")
  }

  init(tasks: [Int], products: [[Int]]) {
    self.tasks = tasks
    self.products = products
  }

  /// The group that a line holds.
  init(line: some StringProtocol) {
    tasks = []
    products = []
    for part in line.split(separator: " ") {
      let halves = part.split(separator: ":")
      guard let task = halves.first.flatMap({ Int($0) }) else { continue }
      tasks.append(task)
      products.append(
        halves.count < 2 ? [] : halves[1].split(separator: ",").compactMap { Int($0) })
    }
  }
}
