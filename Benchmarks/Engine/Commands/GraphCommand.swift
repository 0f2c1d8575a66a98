import ArgumentParser

/// Writes a graph for the peers, so that everybody runs the same.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Prints a graph as JSON: for each task, the numbers of the tasks that it waits for.")

  @Option(help: "How many tasks there are.")
  var tasks = 200

  @Option(help: "How the tasks hang together.")
  var shape = GraphShape.layers

  func run() {
    let graph = TaskGraph(shape, tasks: tasks)
    print("[")
    for task in 0..<graph.count {
      let needed = graph.dependencies(of: task).map(\.description).joined(separator: ",")
      print("[\(needed)]\(task + 1 < graph.count ? "," : "")")
    }
    print("]")
  }
}
