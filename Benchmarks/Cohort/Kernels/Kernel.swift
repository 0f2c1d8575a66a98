import VCF

/// One step of the data path, to be run again and again over the same data.
protocol Kernel {
  /// Runs once; returns a number that depends on the work, so that none of it can be left out.
  mutating func run() throws -> Int
}

/// What the instructions of a kernel are divided by.
enum KernelUnit: String {
  case byte
  case cell
}

/// A kernel by its name.
enum KernelName: String, CaseIterable {
  case inflate
  case cutLines = "cut-lines"
  case indexRecords = "index-records"
  case validate
  case callsReference = "calls-reference"
  case callsRare = "calls-rare"
  case callsCommon = "calls-common"
  case callsMissing = "calls-missing"
  case callsBeforeOthers = "calls-before-others"
  case dosages
  case probabilities
  case scoreOne = "score-one"
  case scoreHundred = "score-hundred"
  case copyLines = "copy-lines"
  case compress

  /// The unit that tells most about the kernel.
  var unit: KernelUnit {
    switch self {
    case .inflate, .cutLines, .indexRecords, .validate, .copyLines, .compress: .byte
    default: .cell
    }
  }

  /// The data the kernel works on.
  func makeInput() throws -> KernelInput {
    switch self {
    case .callsReference: try KernelInput(.genotypes, copies: 0)
    case .callsRare: try KernelInput(.genotypes, copies: 5)
    case .callsCommon: try KernelInput(.genotypes, copies: 1250)
    case .callsMissing: try KernelInput(.genotypes, copies: 1250, missingRate: 0.05)
    case .callsBeforeOthers: try KernelInput(.reads)
    case .dosages: try KernelInput(.dosages)
    case .probabilities: try KernelInput(.probabilities)
    default: try KernelInput(.genotypes)
    }
  }

  /// The kernel over its data.
  func makeKernel(_ input: KernelInput) throws -> any Kernel {
    switch self {
    case .inflate: InflateKernel(input)
    case .cutLines: CutLinesKernel(input)
    case .indexRecords: IndexRecordsKernel(input)
    case .validate: ValidateKernel(input)
    case .callsReference, .callsRare, .callsCommon, .callsMissing, .callsBeforeOthers:
      CallsKernel(input)
    case .dosages: DosagesKernel(input, .dosage)
    case .probabilities: DosagesKernel(input, .probabilities)
    case .scoreOne: try ScoreKernel(input, scores: 1)
    case .scoreHundred: try ScoreKernel(input, scores: 100)
    case .copyLines: CopyLinesKernel(input)
    case .compress: try CompressKernel(input)
    }
  }
}
