import PipelineModel

/// Records of runs as a registry sees them; every one is made up.
enum SampleRuns {
  /// A pipeline with two branches: genotypes to scores, care records to uptake.
  static func nightly(_ status: RunRecord.Status = .succeeded) -> RunRecord {
    var run = RunRecord(
      runID: "20260301T030012Z-7f3a", pipeline: "nightly-registry",
      pipelineDescription: "Scores last night's genotypes and refreshes the uptake indicators.",
      startedAt: 1_772_334_012.25, version: "0.1.0", jobs: 4)
    run.endedAt = run.startedAt + 3.482
    run.status = status
    run.stages = stages
    run.edges = edges
    for number in run.stages.indices { run.stages[number].tasks.run = 1 }
    run.tasks = tasks
    run.published = published
    run.release = "releases/20260301T030012Z-7f3a"
    run.publishedNewRelease = true
    return run
  }

  /// The same pipeline on a night on which nothing had changed.
  static func allReused() -> RunRecord {
    var run = nightly()
    run.publishedNewRelease = false
    run.release = "releases/20260228T030009Z-11c2"
    run.endedAt = run.startedAt + 0.031
    for number in run.stages.indices {
      run.stages[number].tasks.run = 0
      run.stages[number].tasks.reused = 1
    }
    run.tasks = run.tasks.map {
      TaskRecord(task: $0.task, label: $0.label, stages: $0.stages, outcome: .reused)
    }
    return run
  }

  /// The same pipeline when one of its stages and all after it failed.
  static func failed(_ status: RunRecord.Status = .failed) -> RunRecord {
    var run = nightly(status)
    run.published = []
    run.publishedNewRelease = false
    run.release = "releases/20260228T030009Z-11c2"
    let broken: Set = ["genotypes", "called", "scores", "sites"]
    for number in run.stages.indices {
      let stage = run.stages[number]
      if broken.contains(stage.name) {
        run.stages[number].tasks = .init()
        run.stages[number].tasks.failed = 1
      } else if stage.shape != "reader" && stage.kind != "fhir.view" {
        var unreached = StageRecord(
          name: stage.name, kind: stage.kind, shape: stage.shape, segment: stage.segment)
        unreached.tasks.skipped = 1
        run.stages[number] = unreached
      } else {
        run.stages[number].tasks = .init()
        run.stages[number].tasks.reused = 1
      }
    }
    let message =
      "cohort.vcf.gz: the file ends inside a BGZF block at byte 4,718,592; it was not copied whole."
      + "\nCopy it again and compare its size with the sender's (7,340,112 bytes)."
    run.errors = ["genotypes (vcf.read): " + message]
    for number in run.tasks.indices {
      if run.tasks[number].stages.contains("genotypes") {
        run.tasks[number].outcome = .failed
        run.tasks[number].attempts = 3
        run.tasks[number].error = message
      } else if run.tasks[number].stages.contains("resources") {
        run.tasks[number].outcome = .reused
      } else {
        run.tasks[number].outcome = .skipped
      }
    }
    return run
  }

  /// A run with many short tasks, four at a time, and some that were reused.
  static func manyTasks(_ count: Int) -> RunRecord {
    var run = nightly()
    run.tasks = (0..<12).map {
      TaskRecord(task: $0, label: "reused · part \($0)", stages: ["resources"], outcome: .reused)
    }
    for number in 0..<count {
      var task = TaskRecord(
        task: 12 + number, label: "genotypes → called → scores · cohort-\(number).vcf.gz",
        stages: ["genotypes", "called", "scores"], outcome: .run, reason: "never run before")
      task.began = Double(number / 4) * 0.31 + Double(number % 4) * 0.02
      task.ended = task.began + 0.22 + Double(number * 7919 % 100) / 1000
      run.tasks.append(task)
    }
    run.endedAt = run.startedAt + (run.tasks.last?.ended ?? 0) + 0.2
    return run
  }

  /// A record in which every text is an attempt to break out of its place.
  static func hostile() -> RunRecord {
    let attack = "\"\u{301}'><script>alert(1)</script>&amp;{{runID}}\u{0}\u{202E}"
    var run = RunRecord(
      runID: attack, pipeline: attack, pipelineDescription: attack, startedAt: .nan,
      version: attack, jobs: -1)
    run.endedAt = .infinity
    run.status = .failed
    run.errors = [attack]
    run.warnings = [attack]
    run.release = attack
    run.stages = [
      StageRecord(name: attack, kind: attack, shape: attack, segment: 0),
      StageRecord(name: attack + "2", kind: attack, shape: attack, segment: 0),
    ]
    run.stages[0].dropped = [attack: 3]
    run.stages[0].quarantinedByRule = [attack: 2]
    run.stages[0].rowsOut = [attack: 1]
    run.edges = [
      EdgeRecord(
        from: attack, port: attack, to: attack + "2", type: attack, privacy: attack),
      EdgeRecord(from: attack, port: attack, to: "nowhere", type: attack, privacy: attack),
    ]
    var task = TaskRecord(
      task: 0, label: attack, stages: [attack], outcome: .failed, reason: attack)
    task.began = .nan
    task.ended = -.infinity
    task.error = attack + "!"
    run.tasks = [task]
    run.published = [
      PublishedFile(
        name: attack, from: attack, privacy: attack, bytes: -1, rows: -5, sha256: attack)
    ]
    return run
  }

  private static let views = [
    "patients", "conditions", "orders", "specimens", "reports", "variants", "medications",
  ]

  private static var stages: [StageRecord] {
    var genotypes = StageRecord(name: "genotypes", kind: "vcf.read", shape: "reader", segment: 0)
    (genotypes.read, genotypes.kept, genotypes.quarantined) = (6_012, 6_006, 6)
    genotypes.quarantinedByRule = ["too-few-columns": 3, "position": 2, "allele": 1]
    var called = StageRecord(
      name: "called", kind: "variants.filter", shape: "transform", segment: 0)
    (called.read, called.kept, called.dropped) = (6_006, 5_714, ["passOnly": 292])
    var scores = StageRecord(name: "scores", kind: "prs.score", shape: "combine", segment: 0)
    (scores.read, scores.kept, scores.dropped) = (5_714, 1_486, ["notInScoringFile": 4_228])
    scores.rowsOut = ["scores": 800, "matches": 1_542, "summary": 2]
    var sites = StageRecord(name: "sites", kind: "variants.table", shape: "writer", segment: 0)
    (sites.read, sites.kept, sites.rowsOut) = (5_714, 5_714, ["table": 5_714])
    var resources = StageRecord(name: "resources", kind: "fhir.read", shape: "reader", segment: 1)
    (resources.read, resources.kept) = (7_655, 7_655)
    let read = views.enumerated().map { number, name in
      var view = StageRecord(name: name, kind: "fhir.view", shape: "writer", segment: 1)
      (view.read, view.kept) = (7_655, 400 + 131 * number)
      view.dropped = ["otherResourceType": view.read - view.kept]
      view.rowsOut = ["table": view.kept]
      return view
    }
    let tables = ["eligible", "timely", "reported", "matched", "cohort"].map { name in
      table(name, "table.sql", segment: 2, rows: 312)
    }
    let last = [
      table("indicators", "hta.indicators", segment: 7, rows: 126),
      table("protected", "hta.suppress", segment: 8, rows: 126),
      table("uptake", "hta.export", segment: 9, rows: 126),
    ]
    return [genotypes, called, scores, sites, resources] + read
      + tables.enumerated().map { number, stage in
        var stage = stage
        stage.segment = 2 + number
        return stage
      } + last
  }

  private static func table(_ name: String, _ kind: String, segment: Int, rows: Int) -> StageRecord
  {
    var stage = StageRecord(name: name, kind: kind, shape: "table", segment: segment)
    (stage.read, stage.kept, stage.rowsOut) = (rows, rows, ["table": rows])
    return stage
  }

  private static var edges: [EdgeRecord] {
    func edge(_ from: String, _ port: String, _ to: String, _ privacy: String) -> EdgeRecord {
      let kinds = [
        "variants": "variants (build GRCh38)", "resources": "resources (fhirVersion R4)",
      ]
      return EdgeRecord(
        from: from, port: port, to: to, type: kinds[port] ?? "table", privacy: privacy)
    }
    let pairs = [
      ("conditions", "eligible"), ("eligible", "timely"), ("orders", "timely"),
      ("reports", "timely"), ("reports", "reported"), ("specimens", "reported"),
      ("variants", "matched"), ("medications", "matched"), ("reported", "matched"),
      ("eligible", "cohort"), ("patients", "cohort"), ("timely", "cohort"),
      ("reported", "cohort"), ("matched", "cohort"), ("cohort", "indicators"),
    ]
    return [
      edge("genotypes", "variants", "called", "identifiable"),
      edge("called", "variants", "scores", "identifiable"),
      edge("called", "variants", "sites", "identifiable"),
    ] + views.map { edge("resources", "resources", $0, "identifiable") }
      + pairs.map { edge($0, "table", $1, "identifiable") }
      + [
        edge("indicators", "indicators", "protected", "aggregate"),
        edge("protected", "released", "uptake", "released"),
      ]
  }

  private static var tasks: [TaskRecord] {
    let plan: [(String, [String], Double, Double)] = [
      (
        "genotypes → called → scores, sites · cohort.vcf.gz",
        ["genotypes", "called", "scores", "sites"], 0.04, 1.92
      ),
      ("resources → 7 views · Bundle-1.ndjson", ["resources"] + views, 0.05, 0.61),
      ("resources → 7 views · Bundle-2.ndjson", ["resources"] + views, 0.05, 0.84),
      ("eligible", ["eligible"], 0.86, 0.97), ("reported", ["reported"], 0.87, 0.99),
      ("timely", ["timely"], 0.99, 1.14), ("matched", ["matched"], 1.0, 1.21),
      ("cohort", ["cohort"], 1.22, 1.43), ("indicators", ["indicators"], 1.44, 2.81),
      ("protected", ["protected"], 2.82, 2.91), ("uptake", ["uptake"], 2.92, 2.925),
    ]
    return plan.enumerated().map { number, entry in
      var task = TaskRecord(
        task: number, label: entry.0, stages: entry.1, outcome: .run,
        reason: number == 0 ? "input cohort.vcf.gz changed" : nil)
      (task.began, task.ended) = (entry.2, entry.3)
      return task
    }
  }

  private static let published = [
    ("scores.csv", "scores.scores", "identifiable", 61_804, 800),
    ("score-matches.csv", "scores.matches", "identifiable", 112_566, 1_542),
    ("match-summary.csv", "scores.summary", "released", 311, 2),
    ("sites.csv", "sites.table", "identifiable", 243_120, 5_714),
    ("uptake.csv", "uptake.file", "released", 9_874, 126),
  ].map { name, from, privacy, bytes, rows in
    PublishedFile(
      name: name, from: from, privacy: privacy, bytes: bytes, rows: rows,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
  }
}
