package import PipelineModel

/// The compiled definition with its files: which tasks there are, what they need, and what their results are called.
///
/// A value: printable and comparable, the same for every executor. Tasks are kept as columns.
package struct ExecutionPlan: Sendable {
  /// The stages that are fused into units of work, producers before consumers.
  package internal(set) var segments: [Segment] = []
  /// What each task works on.
  package internal(set) var tasks = TaskColumns()
  /// For each stage, by its number: the files of its reference settings.
  package internal(set) var referenceFiles: [[String: [String]]]
  /// For each stage, by its number: the products that hold its output, in order of the shards.
  package internal(set) var productsOfStage: [[ProductID]]
  /// For each combine, by its stage's number: the products that hold its accumulators, in order of the shards.
  package internal(set) var accumulatorsOfStage: [Int: [ProductID]] = [:]

  /// Whether there are readers that read only new files, and none of them finds any.
  package func hasNothingNew(_ pipeline: CompiledPipeline) -> Bool {
    let segments = segments.filter { segment in
      guard case .stream(let reader, _) = segment.work else { return false }
      let stage = pipeline.stages[reader].stage as? any ReaderStage
      return stage?.readsNewsOnly ?? false
    }
    return !segments.isEmpty && segments.allSatisfy(\.shards.isEmpty)
  }

  /// How many tasks there are.
  package var taskCount: Int { tasks.segment.count }
}

/// The number of a product: what one task makes for one stage.
package typealias ProductID = UInt32

/// Stages that are run together.
package struct Segment: Sendable {
  /// What the tasks of a segment do.
  package enum Work: Sendable {
    /// Reads one shard and feeds every chain: a reader, its transforms, and a sink.
    case stream(reader: Int, chains: [[Int]])
    /// Merges the accumulators of all shards of a combine.
    case merge(stage: Int)
    /// Runs a table stage.
    case table(stage: Int)
  }

  /// What its tasks do.
  package let work: Work
  /// The shards of a stream; empty for the others.
  package let shards: [Shard]

  /// The numbers of the stages, each once.
  package var stages: [Int] {
    switch work {
    case .merge(let stage), .table(let stage): return [stage]
    case .stream(let reader, let chains):
      var result = [reader]
      for chain in chains {
        for stage in chain where !result.contains(stage) { result.append(stage) }
      }
      return result
    }
  }
}

/// A part of the input.
package struct Shard: Sendable {
  /// The files, absolute.
  package let paths: [String]
  /// The digests of the files.
  package let digests: [ContentKey]
  /// Stands for the stages that read the file, where its digest may be of those bytes alone that decide what
  /// they get (``ReaderStage/decisiveBytes(of:resources:wanted:)``); nil where it is of the whole file.
  package var readBy: ContentKey?
  /// The part of the one file that the shard is; nil for whole files.
  package var part: FilePart?

  /// What the shard is called among those of its segment: the name of its file, and which part of it.
  package var label: String {
    let name = paths.first.map(Self.fileName) ?? ""
    if let part { return "\(name) \(part.label)" }
    return paths.count > 1 ? "\(name) and \(paths.count - 1) more" : name
  }

  /// The last component of a file's path.
  package static func fileName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

/// The tasks of a plan as columns, and their products as columns.
package struct TaskColumns: Sendable {
  /// The segment of each task.
  package internal(set) var segment: [UInt32] = []
  /// The shard of each task within its segment; 0 where there are none.
  package internal(set) var shard: [UInt32] = []
  /// For each task, the set of tasks that it waits for, in ``sets``.
  package internal(set) var waitsFor: [UInt32] = []
  /// The sets of tasks that somebody waits for.
  package internal(set) var sets = TaskSets()
  /// Where the products of each task begin; one longer than the tasks.
  package internal(set) var productStart: [UInt32] = [0]
  /// The stage of each product.
  package internal(set) var productStage: [UInt32] = []
  /// The content key of each product.
  package internal(set) var productKey: [ContentKey] = []
  /// The recipe of each product, in ``recipes``.
  package internal(set) var productRecipe: [UInt32] = []
  /// The recipes: what a key was made from, apart from the shard.
  package internal(set) var recipes: [Recipe] = []

  /// The tasks that a task waits for.
  package func dependencies(of task: Int) -> ArraySlice<UInt32> {
    sets[Int(waitsFor[task])]
  }

  /// The products of a task.
  package func products(of task: Int) -> Range<Int> {
    Int(productStart[task])..<Int(productStart[task + 1])
  }

  /// Adds a task and says which it is.
  mutating func append(segment: Int, shard: Int, waitsFor set: UInt32) -> Int {
    self.segment.append(UInt32(segment))
    self.shard.append(UInt32(shard))
    waitsFor.append(set)
    productStart.append(UInt32(productKey.count))
    return self.segment.count - 1
  }

  /// Adds a product to the task that was added last.
  mutating func appendProduct(stage: Int, key: ContentKey, recipe: Int) -> ProductID {
    productStage.append(UInt32(stage))
    productKey.append(key)
    productRecipe.append(UInt32(recipe))
    productStart[productStart.count - 1] = UInt32(productKey.count)
    return ProductID(productKey.count - 1)
  }
}

/// What a key is made from, apart from the shard, so that a change can be named.
package struct Recipe: Sendable {
  /// The digest of the ingredients.
  package let key: ContentKey
  /// The ingredients in order: a label for people and a value.
  package let ingredients: [Ingredient]
}

/// One thing that a key is made from.
package struct Ingredient: Sendable, Equatable {
  /// What it is, for example `setting minimumOverlap of scores`.
  package let label: String
  /// Its value: the text of a setting, or a digest.
  package let value: String

  /// An ingredient.
  package init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }
}
