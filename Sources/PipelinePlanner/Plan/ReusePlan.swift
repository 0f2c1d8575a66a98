import PipelineModel

/// What the ledger knows about earlier work.
package protocol CommittedProducts {
  /// Whether what a key names is committed and still there.
  func isCommitted(_ key: ContentKey) -> Bool
  /// The same for many keys at once.
  func areCommitted(_ keys: [ContentKey]) -> [Bool]
  /// The ingredients of the latest committed product of a stage and shard.
  func latestIngredients(stage: String, shard: String) -> [Ingredient]?
}

extension CommittedProducts {
  /// One after the other.
  package func areCommitted(_ keys: [ContentKey]) -> [Bool] { keys.map { isCommitted($0) } }
}

/// Which tasks of a plan must run, and why.
package struct ReusePlan: Sendable {
  /// For each task, whether it runs.
  package private(set) var runs: [Bool]
  /// For each product, whether it is made in this run.
  package private(set) var makes: [Bool]

  /// What somebody else has decided.
  package init(runs: [Bool], makes: [Bool]) {
    self.runs = runs
    self.makes = makes
  }

  /// Decides from the end: what is wanted and not committed is made, and with it what it needs.
  ///
  /// - Complexity: O(tasks + products + edges of the definition), with one look into the ledger for each product that is wanted.
  package init(
    _ plan: ExecutionPlan, pipeline: CompiledPipeline, committed: some CommittedProducts
  ) {
    let tasks = plan.tasks
    runs = Array(repeating: false, count: plan.taskCount)
    makes = Array(repeating: false, count: tasks.productKey.count)
    var wanted = Self.ends(plan, pipeline)
    // What is wanted anyhow is looked up at once.
    let ends = wanted.indices.filter { wanted[$0] }
    var isThere: [Bool?] = Array(repeating: nil, count: wanted.count)
    for (end, isCommitted) in zip(ends, committed.areCommitted(ends.map { tasks.productKey[$0] })) {
      isThere[end] = isCommitted
    }
    // All tasks of a segment need the same products: they are marked once, not once a shard.
    var isMarked = Array(repeating: false, count: plan.segments.count)
    for task in stride(from: plan.taskCount - 1, through: 0, by: -1) {
      for product in tasks.products(of: task)
      where wanted[product]
        && !(isThere[product] ?? committed.isCommitted(tasks.productKey[product]))
      {
        makes[product] = true
        runs[task] = true
      }
      let number = Int(tasks.segment[task])
      guard runs[task], !isMarked[number] else { continue }
      isMarked[number] = true
      let segment = plan.segments[number]
      if case .merge(let stage) = segment.work {
        for product in plan.accumulatorsOfStage[stage] ?? [] { wanted[Int(product)] = true }
      }
      for stage in segment.stages {
        for edge in pipeline.stages[stage].edges where !edge.type.kind.isStream {
          for product in plan.productsOfStage[edge.producer] { wanted[Int(product)] = true }
        }
      }
    }
  }

  /// The products that somebody outside the plan wants: published ones, and those of stages that feed nothing.
  private static func ends(_ plan: ExecutionPlan, _ pipeline: CompiledPipeline) -> [Bool] {
    var wanted = Array(repeating: false, count: plan.tasks.productKey.count)
    let fed = Set(pipeline.stages.flatMap { $0.edges.map(\.producer) })
    for stage in pipeline.stages.indices
    where !fed.contains(stage) || pipeline.publish.contains(where: { $0.producer == stage }) {
      for product in plan.productsOfStage[stage] { wanted[Int(product)] = true }
    }
    return wanted
  }

  /// Why each task runs, in words, for the first tasks up to a limit.
  package func reasons(
    _ plan: ExecutionPlan, _ pipeline: CompiledPipeline, committed: some CommittedProducts,
    limit: Int = .max
  ) -> [Int: String] {
    var reasons: [Int: String] = [:]
    for task in runs.indices where runs[task] && reasons.count < limit {
      reasons[task] = reason(task: task, plan, pipeline, committed: committed)
    }
    return reasons
  }

  /// Why a task runs, in words; nil where it is reused.
  package func reason(
    task: Int, _ plan: ExecutionPlan, _ pipeline: CompiledPipeline,
    committed: some CommittedProducts
  ) -> String? {
    guard runs[task] else { return nil }
    for product in plan.tasks.products(of: task) where makes[product] {
      let stage = pipeline.stages[Int(plan.tasks.productStage[product])].name
      let shard = plan.label(ofShardOf: task)
      guard let before = committed.latestIngredients(stage: stage, shard: shard) else {
        return "new"
      }
      return Self.difference(before, plan.ingredients(of: product, task: task))
        ?? "its result is gone"
    }
    return "new"
  }

  /// The first ingredient that differs, in words.
  static func difference(_ before: [Ingredient], _ now: [Ingredient]) -> String? {
    changes(before, now).first
  }

  /// Every ingredient that differs, in words; those of now first.
  package static func changes(_ before: [Ingredient], _ now: [Ingredient]) -> [String] {
    let earlier = Dictionary(before.map { ($0.label, $0.value) }) { first, _ in first }
    let present = Set(now.map(\.label))
    let changed = now.compactMap { ingredient -> String? in
      guard let value = earlier[ingredient.label] else { return "\(ingredient.label) is new" }
      guard value != ingredient.value else { return nil }
      guard let old = Ingredient.shown(value), let new = Ingredient.shown(ingredient.value) else {
        return "\(ingredient.label) changed"
      }
      return "\(ingredient.label) changed: \(old) -> \(new)"
    }
    return changed + before.filter { !present.contains($0.label) }.map { "\($0.label) is gone" }
  }
}

extension Ingredient {
  /// A value as a reason may show it: the beginning of a digest, a number, true or false; nil for any text, which
  /// could name a person.
  package static func shown(_ value: String) -> String? {
    let isDigest = value.utf8.count == 64 && value.allSatisfy(\.isHexDigit)
    if isDigest { return String(value.prefix(8)) }
    return Double(value) != nil || value == "true" || value == "false" ? value : nil
  }
}

extension ExecutionPlan {
  /// The name of a task's shard, empty for tasks without one.
  package func label(ofShardOf task: Int) -> String {
    let segment = segments[Int(tasks.segment[task])]
    return segment.shards.isEmpty ? "" : segment.shards[Int(tasks.shard[task])].label
  }

  /// What a product's key is made from, its shard included.
  package func ingredients(of product: Int, task: Int) -> [Ingredient] {
    let segment = segments[Int(tasks.segment[task])]
    let recipe = tasks.recipes[Int(tasks.productRecipe[product])].ingredients
    guard !segment.shards.isEmpty else { return recipe }
    let shard = segment.shards[Int(tasks.shard[task])]
    return recipe
      + zip(shard.paths, shard.digests).map { path, digest in
        Ingredient("input \(Shard.fileName(path))", digest.description)
      }
  }

  /// What a task does, in words: `genotypes + called + scores · cohort.vcf.gz`.
  package func label(of task: Int, _ pipeline: CompiledPipeline) -> String {
    label(of: task, work: work(ofSegment: Int(tasks.segment[task]), pipeline))
  }

  /// The labels of all tasks, for those who ask for many: what a segment does is put into words once.
  package func labels(_ pipeline: CompiledPipeline) -> @Sendable (Int) -> String {
    let works = segments.indices.map { work(ofSegment: $0, pipeline) }
    return { task in label(of: task, work: works[Int(tasks.segment[task])]) }
  }

  private func label(of task: Int, work: String) -> String {
    let shard = label(ofShardOf: task)
    return shard.isEmpty ? work : "\(work) · \(shard)"
  }

  private func work(ofSegment number: Int, _ pipeline: CompiledPipeline) -> String {
    let segment = segments[number]
    let names = segment.stages.map { pipeline.stages[$0].name }
    switch segment.work {
    case .merge: return "merge \(names[0])"
    case .table: return names[0]
    case .stream: return names.joined(separator: " + ")
    }
  }
}
