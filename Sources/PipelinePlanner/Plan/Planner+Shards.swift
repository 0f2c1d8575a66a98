import PipelineModel

/// Cutting the input into shards.
extension Planner {
  /// The shards of each unit of work; none for those that read no files.
  mutating func shards(of units: [Segment.Work], _ catalog: some FileCatalog) -> [[Shard]] {
    var paths: [Int: [String]] = [:]
    for (index, stage) in pipeline.stages.enumerated() {
      guard let reader = stage.stage as? any ReaderStage else { continue }
      paths[index] = found(
        reader.files, stage, catalog, mayBeNone: reader.readsNewsOnly)
    }
    return units.map { unit in
      guard case .stream(let number, let chains) = unit,
        let reader = pipeline.stages[number].stage as? any ReaderStage
      else { return [] }
      return shards(of: reader, number, chains, paths[number] ?? [], catalog)
    }
  }

  private mutating func shards(
    of reader: any ReaderStage, _ number: Int, _ chains: [[Int]], _ paths: [String],
    _ catalog: some FileCatalog
  ) -> [Shard] {
    let canLeaveOut =
      reader.isSplitByFile && reader.leavesBytesUnread && pipeline.leavesRecordsOut(chains)
    let canCut = reader.isSplitByFile && pipeline.joinsParts(chains)
    let readers = key(of: chains)
    let isSince = reader.contract.since == .lastRun
    var known = isSince ? catalog.digestsRead(stage: pipeline.stages[number].name) : []
    var shards: [Shard] = []
    for path in paths {
      do {
        // Of files with the same content, which are one delivery, the first is read.
        if isSince, !known.insert(try catalog.digest(of: path)).inserted { continue }
        // Mended records are named by the digest of the whole file, and their places by what is read of it.
        let isMended = catalog.isMended(path)
        // What was read since the last run is known again by the digest of the whole file.
        let canLeaveOut = canLeaveOut && !isMended && !isSince && path != "-"
        // What is wrong with a file is found, and said, when it is read.
        var parts = canCut && !isMended && path != "-" ? (try? reader.parts(of: path)) ?? [] : []
        if canLeaveOut, !parts.isEmpty, decisiveBytes(of: path, reader, number, chains) != nil {
          parts = []
        }
        if canLeaveOut, parts.isEmpty {
          let digest = try catalog.digest(of: path, readBy: readers) {
            decisiveBytes(of: path, reader, number, chains)
          }
          shards.append(Shard(paths: [path], digests: [digest], readBy: readers))
        } else {
          let digest = try catalog.digest(of: path)
          if parts.isEmpty { shards.append(Shard(paths: [path], digests: [digest])) }
          shards += parts.map { Shard(paths: [path], digests: [digest], part: $0) }
        }
      } catch {
        diagnostics.add(error)
      }
    }
    if !reader.isSplitByFile, shards.count > 1 {
      return [Shard(paths: shards.flatMap(\.paths), digests: shards.flatMap(\.digests))]
    }
    return shards
  }

  /// Stands for the stages that read a file together, with all that they depend on.
  private func key(of chains: [[Int]]) -> ContentKey {
    var hasher = KeyHasher()
    for stage in Set(chains.joined()).sorted() {
      for ingredient in ingredients[stage] { hasher.add(ingredient.value) }
    }
    return hasher.key()
  }

  /// The bytes of a file that decide what its reader gives to the chains; nil for all of them, and where that
  /// cannot be found out before reading.
  private func decisiveBytes(
    of path: String, _ reader: any ReaderStage, _ number: Int, _ chains: [[Int]]
  ) -> DecisiveBytes? {
    do {
      var wanted: [any WantedRecords] = []
      for chain in chains {
        let stage = chain[chain.count - 1]
        guard let sink = pipeline.stages[stage].stage as? any SinkStage,
          let some = try sink.wantedRecords(resources(stage))
        else { return nil }
        wanted.append(some)
      }
      return try reader.decisiveBytes(of: path, resources: resources(number), wanted: wanted)
    } catch {
      return nil
    }
  }

  private func resources(_ stage: Int) -> StageResources {
    StageResources(
      files: plan.referenceFiles[stage], scratchFolder: "", cores: cores,
      outputPorts: pipeline.portsInUse(of: stage))
  }
}

extension CompiledPipeline {
  /// Whether the end of a chain asks where its shards come from.
  package func namesSources(_ chain: [Int]) -> Bool {
    (stages[chain[chain.count - 1]].stage as? any SinkStage)?.namesSources ?? false
  }

  /// The port at which a chain enters its last stage; nil for a reader or transform that is its own sink.
  package func port(atEndOf chain: [Int]) -> String? {
    guard chain.count > 1 else { return nil }
    return stages[chain[chain.count - 1]].edges.first {
      $0.type.kind.isStream && $0.producer == chain[chain.count - 2]
    }?.name
  }

  /// Whether every stage between the reader and the ends of the chains looks at records one by one, so that
  /// records that no end wants need not be read; and whether the ends can say what they want before any
  /// other stage has run.
  func leavesRecordsOut(_ chains: [[Int]]) -> Bool {
    chains.allSatisfy { chain in
      keepsRecordsApart(chain)
        && stages[chain[chain.count - 1]].edges.allSatisfy(\.type.kind.isStream)
    }
  }

  /// Whether all stages of a chain but its ends look at records one by one.
  package func keepsRecordsApart(_ chain: [Int]) -> Bool {
    chain.dropFirst().dropLast().allSatisfy {
      (stages[$0].stage as? any TransformStage)?.keepsRecordsApart ?? false
    }
  }

  /// Whether the parts of one file, read apart, come together again at the end of every chain: in sums and in
  /// the rows of tables, not in documents, of which each part would make one.
  func joinsParts(_ chains: [[Int]]) -> Bool {
    chains.allSatisfy { chain in
      let end = stages[chain[chain.count - 1]].stage
      return keepsRecordsApart(chain)
        && (end is any CombineStage || end.outputs.values.allSatisfy { $0.kind == .table })
    }
  }
}
