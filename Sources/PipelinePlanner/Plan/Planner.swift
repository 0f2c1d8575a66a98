import PipelineModel

/// Turns a compiled definition and the files it names into a plan.
package struct Planner {
  /// Raised whenever artifacts are written in another form, so that old ones are not reused.
  static let formatVersion = "pcmflow-2"

  let pipeline: CompiledPipeline
  let cores: Int
  var diagnostics: DiagnosticList
  var plan: ExecutionPlan
  /// For each stage: the tasks that make its products.
  private var tasksOfStage: [[UInt32]]
  /// For each stage: its own recipe, without what flows in.
  var ingredients: [[Ingredient]]
  /// For each stage: the files that it reads.
  var inputFiles: [[String]]

  private init(_ pipeline: CompiledPipeline, _ cores: Int) {
    self.pipeline = pipeline
    self.cores = cores
    let count = pipeline.stages.count
    diagnostics = DiagnosticList(file: pipeline.file)
    plan = ExecutionPlan(
      referenceFiles: Array(repeating: [:], count: count),
      productsOfStage: Array(repeating: [], count: count))
    tasksOfStage = Array(repeating: [], count: count)
    ingredients = Array(repeating: [], count: count)
    inputFiles = Array(repeating: [], count: count)
  }

  /// Finds and digests files, shards readers, and names every task and product.
  ///
  /// - Parameter cores: How many cores planning may use, for reference files that it must read.
  /// - Throws: Every file that is missing or cannot be read, and what stages find wrong with reference files.
  /// - Complexity: O(tasks + edges) beside the digests.
  package static func plan(
    _ pipeline: CompiledPipeline, catalog: some FileCatalog, cores: Int = 1
  ) throws(CompilationFailure) -> ExecutionPlan {
    var planner = Planner(pipeline, cores)
    let units = SegmentBuilder.build(pipeline)
    planner.findFiles(catalog)
    catalog.expectDigests(of: planner.filesLikelyReadWhole(units, catalog), cores: cores)
    planner.preflight()
    planner.digestReferences(catalog)
    let shards = planner.shards(of: units, catalog)
    if planner.diagnostics.hasErrors {
      throw CompilationFailure(planner.diagnostics.sorted)
    }
    for (number, unit) in units.enumerated() { planner.add(unit, shards[number]) }
    return planner.plan
  }

  private mutating func findFiles(_ catalog: some FileCatalog) {
    for (index, stage) in pipeline.stages.enumerated() {
      for setting in stage.files where setting.role != .inputFiles {
        let isEarlier = setting.role == .earlierFiles
        plan.referenceFiles[index][setting.setting] = found(
          setting.patterns, stage, catalog, mayBeNone: isEarlier, evenByName: isEarlier)
      }
      guard let reader = stage.stage as? any ReaderStage else { continue }
      inputFiles[index] = found(
        reader.files, stage, catalog, mayBeNone: reader.readsNewsOnly)
    }
  }

  /// Reference files, then the files of readers that leave nothing out, or little: a score of a few variants leaves most
  /// of a cohort unread, a long one hardly anything, and which it is shows in the sizes of their files well before
  /// both were opened.
  private func filesLikelyReadWhole(
    _ units: [Segment.Work], _ catalog: some FileCatalog
  ) -> [String] {
    var paths = plan.referenceFiles.flatMap { $0.values.joined() }
    for case .stream(let number, let chains) in units {
      guard let reader = pipeline.stages[number].stage as? any ReaderStage else { continue }
      var files = inputFiles[number]
      if canLeaveOut(reader, chains) {
        let ends = Set(chains.compactMap(\.last))
        let wanted = ends.flatMap { plan.referenceFiles[$0].values.joined() }
          .reduce(0) { $0 + catalog.size(of: $1) }
        files.removeAll { catalog.size(of: $0) / Self.largestRatio > wanted }
      }
      paths += files
    }
    var seen: Set<String> = ["-"]
    return paths.filter { seen.insert($0).inserted }
  }

  /// How many times as large as the reference files of its stages a file may be to be likely read whole.
  private static let largestRatio = 64

  private mutating func digestReferences(_ catalog: some FileCatalog) {
    for (index, stage) in pipeline.stages.enumerated() {
      var own = [
        Ingredient("kind of \(stage.name)", "\(stage.kind.name) version \(stage.kind.version)")
      ]
      if stage.stage is any CombineStage {
        // What no port asks for, a combining stage need not keep of a shard either.
        own.append(
          Ingredient(
            "ports of \(stage.name)",
            pipeline.portsInUse(of: index).sorted().joined(separator: " ")))
      }
      own += stage.settings.map {
        Ingredient("setting \($0.name) of \(stage.name)", $0.text)
      }
      for setting in stage.files where setting.role != .inputFiles {
        for path in plan.referenceFiles[index][setting.setting] ?? [] {
          guard let digest = digest(path, stage, catalog) else { continue }
          let name = Shard.fileName(path)
          own.append(
            Ingredient("\(setting.setting) \(name) of \(stage.name)", digest.description))
        }
      }
      ingredients[index] = own
    }
  }

  mutating func found(
    _ patterns: [PathPattern], _ stage: CompiledStage, _ catalog: some FileCatalog,
    mayBeNone: Bool = false, evenByName: Bool = false
  ) -> [String] {
    var paths: [String] = []
    var seen: Set<String> = []
    for pattern in patterns {
      let files = catalog.files(matching: pattern)
      let isFetched = pattern.path.hasPrefix(fetchedPrefix)
      if files.isEmpty, !isFetched, !(mayBeNone && (pattern.isGlob || evenByName)) {
        diagnostics.error(
          "no-such-file",
          "stage \"\(stage.name)\" finds no file \(pattern.isGlob ? "like " : "")\(pattern.path)",
          remedy: "check the path; a relative one begins at the folder of the definition"
            + (pattern.isGlob ? "" : ", and the files in a folder are named as folder/*"),
          at: pattern.position)
      }
      for file in files where seen.insert(file).inserted { paths.append(file) }
    }
    return paths
  }

  private mutating func digest(
    _ path: String, _ stage: CompiledStage, _ catalog: some FileCatalog
  ) -> ContentKey? {
    do {
      return try catalog.digest(of: path)
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  private mutating func add(_ unit: Segment.Work, _ shards: [Shard]) {
    let number = plan.segments.count
    switch unit {
    case .stream(_, let chains):
      plan.segments.append(Segment(work: unit, shards: shards))
      addStream(number, chains, shards)
    case .merge(let stage):
      plan.segments.append(Segment(work: unit, shards: []))
      addMerge(number, stage)
    case .table(let stage):
      plan.segments.append(Segment(work: unit, shards: []))
      addTable(number, stage)
    }
  }

  private mutating func addStream(_ segment: Int, _ chains: [[Int]], _ shards: [Shard]) {
    var dependencies: Set<UInt32> = []
    var recipes: [(stage: Int, recipe: Int, namesSources: Bool)] = []
    for chain in chains {
      var all = [Ingredient("format", Self.formatVersion)]
      for stage in chain {
        all += ingredients[stage] + committedInputs(of: stage)
        for edge in pipeline.stages[stage].edges where !edge.type.kind.isStream {
          dependencies.formUnion(tasksOfStage[edge.producer])
        }
      }
      let namesSources = pipeline.namesSources(chain)
      if namesSources, let port = pipeline.port(atEndOf: chain) {
        all.append(Ingredient("port of \(pipeline.stages[chain[chain.count - 1]].name)", port))
      }
      recipes.append((chain[chain.count - 1], addRecipe(all), namesSources))
    }
    let waitsFor = plan.tasks.sets.append(dependencies.sorted())
    for (index, shard) in shards.enumerated() {
      let task = plan.tasks.append(segment: segment, shard: index, waitsFor: waitsFor)
      for (stage, recipe, namesSources) in recipes {
        var hasher = KeyHasher()
        hasher.add(plan.tasks.recipes[recipe].key)
        for digest in shard.digests { hasher.add(digest) }
        if namesSources { for path in shard.paths { hasher.add(Shard.fileName(path)) } }
        if let part = shard.part {
          hasher.addLength(Int(truncatingIfNeeded: part.bounds.lowerBound))
          hasher.addLength(Int(truncatingIfNeeded: part.bounds.upperBound))
        }
        let product = plan.tasks.appendProduct(stage: stage, key: hasher.key(), recipe: recipe)
        plan.productsOfStage[stage].append(product)
        tasksOfStage[stage].append(UInt32(task))
      }
    }
  }

  private mutating func addMerge(_ segment: Int, _ stage: Int) {
    let partials = plan.productsOfStage[stage]
    plan.accumulatorsOfStage[stage] = partials
    var all = [Ingredient("format", Self.formatVersion)] + ingredients[stage]
    var hasher = KeyHasher()
    hasher.addLength(partials.count)
    for product in partials { hasher.add(plan.tasks.productKey[Int(product)]) }
    all.append(
      Ingredient("parts of \(pipeline.stages[stage].name)", hasher.key().description))
    let task = plan.tasks.append(
      segment: segment, shard: 0, waitsFor: plan.tasks.sets.append(tasksOfStage[stage]))
    addSingleProduct(stage, task, all)
  }

  private mutating func addTable(_ segment: Int, _ stage: Int) {
    var dependencies: Set<UInt32> = []
    for edge in pipeline.stages[stage].edges {
      dependencies.formUnion(tasksOfStage[edge.producer])
    }
    let task = plan.tasks.append(
      segment: segment, shard: 0, waitsFor: plan.tasks.sets.append(dependencies.sorted()))
    let all =
      [Ingredient("format", Self.formatVersion)] + ingredients[stage] + committedInputs(of: stage)
    addSingleProduct(stage, task, all)
  }

  private mutating func addSingleProduct(_ stage: Int, _ task: Int, _ all: [Ingredient]) {
    let recipe = addRecipe(all)
    let key = plan.tasks.recipes[recipe].key
    let product = plan.tasks.appendProduct(stage: stage, key: key, recipe: recipe)
    plan.productsOfStage[stage] = [product]
    tasksOfStage[stage] = [UInt32(task)]
  }

  private mutating func addRecipe(_ all: [Ingredient]) -> Int {
    var hasher = KeyHasher()
    for ingredient in all {
      // Names of stages and files are for people: the same work under another name has the same key.
      hasher.add(ingredient.value)
      hasher.add(Self.role(ingredient.label))
    }
    plan.tasks.recipes.append(Recipe(key: hasher.key(), ingredients: all))
    return plan.tasks.recipes.count - 1
  }

  /// The part of a label that is no name of a stage or file.
  private static func role(_ label: String) -> String {
    let words = label.split(separator: " ")
    return words.count > 2 && words[0] == "setting"
      ? words.prefix(2).joined(separator: " ") : String(words.first ?? "")
  }

  /// What flows into a stage from committed artifacts.
  private func committedInputs(of stage: Int) -> [Ingredient] {
    pipeline.stages[stage].edges.filter { !$0.type.kind.isStream }.map { edge in
      var hasher = KeyHasher()
      hasher.add(edge.name)
      hasher.add(edge.port)
      for product in plan.productsOfStage[edge.producer] {
        hasher.add(plan.tasks.productKey[Int(product)])
      }
      let producer = pipeline.stages[edge.producer].name
      return Ingredient("\(edge.type.kind) from \(producer).\(edge.port)", hasher.key().description)
    }
  }
}
