import ArgumentParser

/// How the tasks of a graph hang together.
enum GraphShape: String, CaseIterable, ExpressibleByArgument {
  /// Ten layers; each task waits for two of the layer before.
  case layers
  /// Each task waits for the one before.
  case chain
  /// One task, then all others but one, then one that waits for them all.
  case fan
  /// Each task waits for up to three earlier ones.
  case random
}

/// Tasks and what each waits for, as the columns that the scheduler takes.
struct TaskGraph: Sendable {
  /// Where the dependencies of each task begin; one longer than the tasks.
  private(set) var dependencyStart: [UInt32] = [0]
  /// The tasks that each task waits for; all have smaller numbers.
  private(set) var dependencies: [UInt32] = []

  /// How many tasks there are.
  var count: Int { dependencyStart.count - 1 }

  /// A graph of a shape; the same for the same arguments.
  init(_ shape: GraphShape, tasks count: Int) {
    switch shape {
    case .layers:
      let width = max(count / 10, 1)
      for task in 0..<count {
        guard task >= width else {
          add([])
          continue
        }
        let layerBefore = (task / width - 1) * width
        let column = task % width
        add(
          column + 1 == width
            ? [layerBefore, layerBefore + column] : [task - width, task - width + 1])
      }
    case .chain:
      for task in 0..<count { add(task == 0 ? [] : [task - 1]) }
    case .fan:
      for task in 0..<count { add(task == 0 ? [] : task < count - 1 ? [0] : Array(1..<task)) }
    case .random:
      var generator = Random(state: 20_250_101)
      for task in 0..<count {
        var needed: Set<Int> = []
        for _ in 0..<Int(generator.next() % 4) where task > 0 {
          needed.insert(Int(generator.next() % UInt64(task)))
        }
        add(needed.sorted())
      }
    }
  }

  /// The tasks that a task waits for.
  func dependencies(of task: Int) -> ArraySlice<UInt32> {
    dependencies[Int(dependencyStart[task])..<Int(dependencyStart[task + 1])]
  }

  private mutating func add(_ needed: [Int]) {
    dependencies += needed.map { UInt32($0) }
    dependencyStart.append(UInt32(dependencies.count))
  }
}

/// Random numbers that are the same in every run (SplitMix64).
private struct Random {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
