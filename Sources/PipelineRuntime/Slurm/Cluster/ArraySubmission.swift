import Foundation
import PipelineModel

/// What is handed to `sbatch` for one array: its options and its script.
struct ArraySubmission: Sendable {
  let settings: SlurmSettings
  /// The array's name, which is also the name of the job.
  let name: String
  /// How many groups there are.
  let groups: Int
  /// Where the program stands on the nodes.
  let program: String
  /// The plan file.
  let plan: String
  /// The work folder.
  let work: String
  /// The logs, without the group's number and ending.
  let logs: String
  /// The shortest timeout of the stages, in seconds.
  let timeoutSeconds: Double?
  /// The variables that hold secrets.
  let secretVariables: [String]
  /// How many jobs run at once.
  let concurrent: Int?
  /// The memory of a job, in bytes; nil for the partition's.
  let memoryBytes: Int?
  /// How long a worker that was told to stop may go on, in seconds.
  let graceSeconds: Int

  /// The log of a group's job.
  static func log(_ logs: String, _ group: Int) -> String { "\(logs)-\(group).log" }

  /// The options of `sbatch` and, last, the path of the script.
  func arguments(script: String) -> [String] {
    // A '%' in the path would be a replacement symbol of Slurm's (sbatch(1), filename pattern).
    let output = logs.replacing("%", with: "%%") + "-%a.log"
    var options = [
      "--parsable", "--job-name=\(name)",
      "--array=0-\(groups - 1)" + (concurrent.map { "%\($0)" } ?? ""), "--output=\(output)",
      "--open-mode=append", "--requeue", "--nodes=1", "--ntasks=1",
      "--cpus-per-task=\(settings.cores)", "--chdir=\(work)",
      "--export=" + environment.joined(separator: ","),
    ]
    for (option, value) in [
      ("partition", settings.partition), ("account", settings.account), ("qos", settings.qos),
    ] {
      if let value { options.append("--\(option)=\(value)") }
    }
    // Slurm counts binary megabytes, and whole minutes.
    if let bytes = memoryBytes { options.append("--mem=\((bytes + 0xFFFFF) >> 20)M") }
    if let seconds = timeLimitSeconds {
      options.append("--time=\(Int((seconds / 60).rounded(.up)))")
    }
    return options + settings.arguments + [script]
  }

  /// Room for one task that takes its whole time, for a group that was thought four times too small, and for starting.
  private var timeLimitSeconds: Double? {
    settings.timeSeconds ?? timeoutSeconds.map { $0 + 4 * settings.groupSeconds + 300 }
  }

  /// The names of variables that jobs get; their values are nowhere but in the environment.
  ///
  /// Not `ALL`: what is in the leader's environment is none of the jobs' business, and results must not depend on it.
  private var environment: [String] {
    var names = ["PATH", "HOME", "USER", "LD_LIBRARY_PATH", "TMPDIR"]
    for name in secretVariables + settings.environment where !names.contains(name) {
      names.append(name)
    }
    let present = ProcessInfo.processInfo.environment
    return names.filter { present[$0] != nil }
  }

  /// The script: says what is missing on a node, otherwise becomes the worker.
  var script: String {
    """
    #!/bin/sh
    # One group of tasks of a pcmflow plan; the index within the array is the number of the group.
    program=\(Self.quoted(program))
    plan=\(Self.quoted(plan))
    if [ ! -r "$plan" ]; then
      echo "error: $(hostname) does not see $plan; put the work folder on a file system that every node sees" >&2
      exit 71
    fi
    if [ ! -x "$program" ]; then
      echo "error: $(hostname) has no program $program; name it under \\"program\\" of \\"slurm\\"" >&2
      exit 72
    fi
    exec "$program" work --plan "$plan" --array \(Self.quoted(name)) --group "$SLURM_ARRAY_TASK_ID" \\
      --grace \(graceSeconds)

    """
  }

  /// A text as one word of the shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
