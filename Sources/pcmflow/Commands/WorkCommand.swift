import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime
import Stages

/// Does one group of a plan's tasks on a node of a cluster.
struct WorkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Does one group of a plan's tasks; started by Slurm, not by people.")

  @Option(help: "The plan file that the leader wrote.")
  var plan: String

  @Option(help: "The array that the group belongs to.")
  var array: String

  @Option(help: "The number of the group, from 0.")
  var group: Int

  @Option(help: "How many seconds tasks may go on after a request to stop.")
  var grace = 20

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let node = environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
    let job = environment["SLURM_JOB_ID"] ?? String(ProcessInfo.processInfo.processIdentifier)
    let attempt = environment["SLURM_RESTART_COUNT"] ?? "0"
    let log = WorkerLog()
    log.line("job \(job) on \(node), attempt \(attempt), pcmflow \(ProgramVersion.current)")
    let worker = GroupWorker(
      planFile: plan, array: array, group: group, attempt: "\(job).\(attempt)"
    ) { log.line($0) }
    guard let worker else {
      log.line("the array was given up; there is nothing to do")
      return
    }
    do {
      let jobs = environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) } ?? 1
      guard try work(worker, jobs: max(jobs, 1)) else { throw ExitStatus.terminated }
    } catch let error as StageError {
      log.line("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }

  private func work(_ worker: GroupWorker, jobs: Int) throws -> Bool {
    let file: PlanFile
    let pipeline: CompiledPipeline
    let plan: ExecutionPlan
    do {
      file = try PlanFile(path: self.plan, version: ProgramVersion.current)
      pipeline = try file.source.compile(Compiler(registry: builtinStages))
      plan = try file.plan(pipeline)
    } catch let error as StageError {
      try worker.refuse(error)
      throw error
    } catch let failure as CompilationFailure {
      let error = StageError(
        .internal, "the program here refuses the definition: \(failure.diagnostics[0])",
        remedy: "let all nodes run the same program, and run again")
      try worker.refuse(error)
      throw error
    }
    let cancellation = Cancellation()
    var signals: TerminationSignals?
    defer { withExtendedLifetime(signals) {} }
    return try worker.run(pipeline, plan, file, jobs: jobs, cancellation: cancellation) { drain in
      signals = TerminationSignals {
        cancellation.cancel(afterSeconds: Double(grace))
        drain()
      } insist: {
        cancellation.cancel(afterSeconds: 0)
      }
    }
  }
}

/// Writes lines with their time to the log of a job.
private struct WorkerLog {
  func line(_ text: String) {
    let line = text.hasPrefix("error: ") ? text : "\(EventLog.timestamp()) \(text)"
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}
