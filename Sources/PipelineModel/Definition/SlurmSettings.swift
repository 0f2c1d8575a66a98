import JSONText

/// What a definition asks of a Slurm cluster under `slurm`; none of it changes what is computed.
package struct SlurmSettings: Sendable {
  /// What becomes of queued and running jobs when the run is told to stop.
  package enum Stop: String, Sendable, CaseIterable {
    /// They are cancelled; a job that runs has Slurm's `KillWait` to commit what is finished.
    case cancel
    /// They are left; the next run on the work folder takes up what they have committed.
    case leave
  }

  private let values: [String: any Sendable]

  /// Settings from decoded values; what is not given has its default.
  package init(_ values: [String: any Sendable] = [:]) {
    self.values = values
  }

  /// The value of a setting, or its default.
  package subscript<Value: Sendable>(_ setting: Setting<Value>, default fallback: Value) -> Value {
    values[setting.name] as? Value ?? setting.defaultValue ?? fallback
  }

  /// The partition; the cluster's default where it is nil.
  package var partition: String? { self[Self.partition, default: nil] }
  /// The account that is charged.
  package var account: String? { self[Self.account, default: nil] }
  /// The quality of service.
  package var qos: String? { self[Self.qos, default: nil] }
  /// The time limit of a job in seconds.
  package var timeSeconds: Double? { self[Self.time, default: nil] }
  /// The memory of a job in bytes.
  package var memoryBytes: Int? { self[Self.memory, default: nil] }
  /// The cores of a job.
  package var cores: Int { self[Self.cores, default: 1] }
  /// Further options of `sbatch`.
  package var arguments: [String] { self[Self.arguments, default: []] }
  /// Environment variables that jobs get beside those of secrets.
  package var environment: [String] { self[Self.environment, default: []] }
  /// Where the program stands on the nodes; where it stands here when it is nil.
  package var program: String? { self[Self.program, default: nil] }
  /// How long a job should take, in seconds; tasks are grouped to that end.
  package var groupSeconds: Double { self[Self.groupTime, default: 300] }
  /// How many tasks a job has, whatever they cost.
  package var groupSize: Int? { self[Self.groupSize, default: nil] }
  /// How many jobs of an array run at once.
  package var concurrent: Int? { self[Self.concurrent, default: nil] }
  /// How often a task is submitted again after its job has vanished without a word.
  package var resubmissions: Int { self[Self.resubmit, default: 3] }
  /// The pause between two looks at the queue, in seconds.
  package var pollSeconds: Double { max(self[Self.poll, default: 10], 0.05) }
  /// The least pause between two submissions, in seconds.
  package var submitSeconds: Double { self[Self.submitInterval, default: 1] }
  /// How long what a job wrote last may take to be seen here, in seconds.
  package var settleSeconds: Double { self[Self.settle, default: 10] }
  /// What becomes of jobs when the run is told to stop.
  package var whenStopped: Stop { self[Self.whenStopped, default: .cancel] }
}

extension SlurmSettings {
  private static let partition = Setting<String?>(
    optional: "partition", .string, "The partition; the cluster's default where it is absent.")
  private static let account = Setting<String?>(
    optional: "account", .string, "The account that is charged.")
  private static let qos = Setting<String?>(optional: "qos", .string, "The quality of service.")
  private static let time = Setting<Double?>(
    optional: "time", .duration,
    "The time limit of a job. Where it is absent and the stages have a \"timeout\": that timeout, four times "
      + "\"groupTime\" and five minutes; otherwise the partition's default.")
  private static let memory = Setting<Int?>(
    optional: "memory", .size, "The memory of a job; the partition's default where it is absent.")
  private static let cores = Setting(
    "cores", .integer(1...1024), default: 1, shown: "1",
    "The cores of a job; its tasks run side by side on them.")
  private static let arguments = Setting(
    "arguments", .sbatchOptions, default: [], shown: "[]",
    "Further options of sbatch, such as \"--constraint=ssd\".")
  private static let environment = Setting(
    "environment", .list(of: .variableName), default: [], shown: "[]",
    "Environment variables that jobs get beside PATH, HOME and those of declared secrets.")
  private static let program = Setting<String?>(
    optional: "program", .string,
    "The absolute path of pcmflow on the nodes; where it stands here when it is absent.")
  private static let groupTime = Setting(
    "groupTime", .duration, default: 300, shown: "5m",
    "How long a job should take: tasks are grouped by what earlier ones of their kind took.")
  private static let groupSize = Setting<Int?>(
    optional: "groupSize", .integer(1...1_000_000),
    "How many tasks a job has, whatever they cost; in place of \"groupTime\".")
  private static let concurrent = Setting<Int?>(
    optional: "concurrent", .integer(1...1_000_000),
    "How many jobs of an array run at once; as many as the cluster lets where it is absent.")
  private static let resubmit = Setting(
    "resubmit", .integer(0...100), default: 3, shown: "3",
    "How often a task is submitted again after its job has ended without a word: cancelled, killed, lost with its node."
  )
  private static let poll = Setting(
    "poll", .duration, default: 10, shown: "10s", "The pause between two looks at the queue.")
  private static let submitInterval = Setting(
    "submitInterval", .duration, default: 1, shown: "1s",
    "The least pause between two submissions.")
  private static let settle = Setting(
    "settle", .duration, default: 10, shown: "10s",
    "How long a file written on a node may take to be seen here; before that nothing is taken for lost."
  )
  private static let whenStopped = Setting(
    "whenStopped", .oneOf, default: Stop.cancel, shown: "\"cancel\"",
    "What becomes of jobs when the run gets SIGINT or SIGTERM: cancelled, or left to finish.")

  /// Every setting; the decoder, the JSON Schema and the reference page come from this list.
  package static let all: [any SettingDeclaration] = [
    partition, account, qos, time, memory, cores, arguments, environment, program, groupTime,
    groupSize, concurrent, resubmit, poll, submitInterval, settle, whenStopped,
  ]
}

extension SettingType where Value == String {
  /// The name of an environment variable.
  fileprivate static let variableName = SettingType(
    phrase: "the name of an environment variable",
    schema: ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"]
  ) { node, decoder in
    guard let name = node.string, let first = name.first, first.isLetter || first == "_",
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else {
      decoder.refuse(node, "is not the name of a variable", remedy: "write its name, not its value")
      return nil
    }
    return name
  }
}

extension SettingType where Value == [String] {
  /// Options of `sbatch`, apart from those that the program needs for itself.
  fileprivate static let sbatchOptions = SettingType<[String]>.list(
    of: SettingType<String>(
      phrase: "an option of sbatch such as \"--constraint=ssd\"",
      schema: ["type": "string", "pattern": "^-"]
    ) { node, decoder in
      guard let option = node.string, option.hasPrefix("-"), option.count > 1 else {
        decoder.refuse(
          node, "is no option of sbatch",
          remedy: "write option and value as one string that begins with '-'")
        return nil
      }
      let isLong = option.hasPrefix("--")
      let name = isLong ? String(option.prefix { $0 != "=" }) : String(option.prefix(2))
      guard !reservedOptions.contains(name) else {
        decoder.refuse(
          node, "has \"\(name)\", which pcmflow sets itself", remedy: "leave it out")
        return nil
      }
      return option
    })
}

/// What `sbatch` is given by the program; a second value would break how jobs are found and accounted for.
private let reservedOptions: Set<String> = [
  "--array", "-a", "--job-name", "-J", "--output", "-o", "--error", "-e", "--open-mode", "--export",
  "--export-file", "--parsable", "--wait", "-W", "--wrap", "--test-only", "--chdir", "-D",
  "--ntasks",
  "-n", "--nodes", "-N", "--cpus-per-task", "-c", "--input", "-i", "--quiet", "-Q", "--help", "-h",
  "--version", "-V",
]
