import Foundation

/// What a campaign is told by its environment; `Tests/fuzz.sh` sets it.
struct FuzzSettings: Codable, Sendable {
  /// Inputs to run.
  var inputs = 3000
  /// Decides what the inputs are.
  var seed: UInt64 = 1
  /// The number of the first input: with one input, a finding can be run again.
  var first = 0
  /// Where inputs that break a promise are kept.
  var folder = NSTemporaryDirectory() + "pcmflow-fuzz"
  /// Bytes that a value may grow to as a rule.
  var scale = 300
  /// MiB by which the peak of memory may rise; 0 for any number.
  var memory = 256
  /// Seconds that one input may take.
  var seconds = 20
  /// What the inputs are.
  var subject = Subject.variants
  /// Whether the conformance files beside the checkout are seeds as well.
  var usesSharedFiles = false

  /// What inputs are about.
  enum Subject: String, Codable, Sendable {
    /// Variants, their indexes, scoring files, sums.
    case variants
    /// FHIR in JSON and XML, FHIRPath.
    case resources
  }

  /// Whether a campaign was asked for.
  static var isCampaign: Bool { ProcessInfo.processInfo.environment["PCMFLOW_FUZZ_INPUTS"] != nil }

  /// The short form, as every test run has it; sanitizers need more memory and time.
  static var short: FuzzSettings {
    var settings = FuzzSettings()
    settings.memory = number("MEMORY") ?? settings.memory
    settings.seconds = number("SECONDS") ?? settings.seconds
    return settings
  }

  /// What the environment asks for.
  static var campaign: FuzzSettings {
    var settings = short
    settings.inputs = number("INPUTS") ?? settings.inputs
    settings.seed = number("SEED").map { UInt64($0) } ?? settings.seed
    settings.first = number("FIRST") ?? settings.first
    settings.folder = text("FOLDER") ?? settings.folder
    settings.subject = text("SUBJECT").flatMap(Subject.init) ?? settings.subject
    settings.scale = 2000
    settings.usesSharedFiles = true
    return settings
  }

  private static func text(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["PCMFLOW_FUZZ_" + name]
  }

  private static func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
}
