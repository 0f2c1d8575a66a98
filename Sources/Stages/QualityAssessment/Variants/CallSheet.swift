internal import PipelineModel
internal import VariantComparison

/// What one file says that its samples have: where the packed calls of each sample and sequence stand.
struct CallSheet {
  /// The port at which the file came in.
  let port: String
  /// The file's name.
  let file: String
  /// The names of its samples; none for a file without genotypes.
  var samples: [String] = []
  /// The runs of each sample (0 for a file without) by the name of their sequence, in the order of the file.
  var runs: [CallRuns] = []
}

/// Packed calls of one sample by the name of their sequence.
typealias CallRuns = [String: [CallRun]]

/// Packed calls that follow each other, as one accumulator holds them.
struct CallRun {
  /// The number of the accumulator.
  let accumulator: Int
  /// Where the calls stand in it.
  let bytes: Range<Int>
}

/// The accumulators of a round, with an index of what stands where: calls are unpacked sequence by sequence.
struct CallArchive {
  private let accumulators: [[UInt8]]
  /// One for each file, parts of one together.
  private(set) var sheets: [CallSheet] = []

  /// An archive of what the writers of all shards have written.
  init(_ accumulators: [[UInt8]]) throws(StageError) {
    self.accumulators = accumulators
    for number in accumulators.indices { try index(number) }
  }

  private mutating func index(_ number: Int) throws(StageError) {
    let accumulator = accumulators[number]
    let text = accumulator.span
    var place = 0
    var sheet = 0
    while place < text.count {
      let kind = CallSheetWriter.Kind(rawValue: text[place])
      place += 1
      switch kind {
      case .file:
        let port = Self.name(text, &place)
        let file = Self.name(text, &place)
        if let known = sheets.firstIndex(where: { $0.port == port && $0.file == file }) {
          sheet = known
        } else {
          sheet = sheets.count
          sheets.append(CallSheet(port: port, file: file))
        }
        // Each part of a file names the samples anew.
        sheets[sheet].samples = []
      case .sample: sheets[sheet].samples.append(Self.name(text, &place))
      case .run:
        let (sample, next) = CallList.number(text, place)
        place = next
        let sequence = Self.name(text, &place)
        let (length, start) = CallList.number(text, place)
        guard start + length <= text.count, sheet < sheets.count else {
          throw StageError(.internal, "an accumulator of calls is cut short")
        }
        while sheets[sheet].runs.count <= sample { sheets[sheet].runs.append([:]) }
        sheets[sheet].runs[sample][sequence, default: []].append(
          CallRun(accumulator: number, bytes: start..<start + length))
        place = start + length
      case nil: throw StageError(.internal, "an accumulator of calls is not understood")
      }
    }
  }

  private static func name(_ text: Span<UInt8>, _ place: inout Int) -> String {
    let (length, start) = CallList.number(text, place)
    place = min(start + length, text.count)
    var bytes: [UInt8] = []
    for offset in start..<place { bytes.append(text[offset]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The calls of some runs, in order.
  func calls(_ runs: [CallRun]) -> CallList {
    var list = CallList()
    for run in runs {
      let accumulator = accumulators[run.accumulator]
      let text = accumulator.span
      var place = run.bytes.lowerBound
      var position = 0
      while place < run.bytes.upperBound {
        let (step, next) = CallList.number(text, place)
        // The lowest bit is the sign: files need not be sorted.
        position += step & 1 == 0 ? step >> 1 : -(step >> 1)
        place = list.append(position: position, text, at: next)
      }
    }
    list.sort()
    return list
  }
}

/// Writes accumulators of calls.
struct CallSheetWriter {
  enum Kind: UInt8 { case file = 1, sample, run }

  private(set) var bytes: [UInt8] = []

  /// Says which file it is.
  mutating func begin(port: String, file: String, samples: [String]) {
    bytes.append(Kind.file.rawValue)
    append(port)
    append(file)
    for sample in samples {
      bytes.append(Kind.sample.rawValue)
      append(sample)
    }
  }

  /// Adds the calls of a sample on a sequence.
  mutating func add(_ run: CallRunWriter, sample: Int, sequence: String) {
    guard !run.bytes.isEmpty else { return }
    bytes.append(Kind.run.rawValue)
    CallList.packNumber(sample, into: &bytes)
    append(sequence)
    CallList.packNumber(run.bytes.count, into: &bytes)
    bytes += run.bytes
  }

  private mutating func append(_ text: String) {
    CallList.packNumber(text.utf8.count, into: &bytes)
    bytes += text.utf8
  }
}

/// Packs calls of one sample on one sequence, each with the step from the position of the one before.
struct CallRunWriter {
  var bytes: [UInt8] = []
  private var last = 0

  /// Adds a call.
  mutating func append(_ call: ComparedCall) {
    begin(call.position)
    CallList.pack(call, into: &bytes)
  }

  /// Adds a call of the only alternative of a record.
  mutating func append(
    position: Int, reference: [UInt8], alternative: [UInt8], copies: [Int], isPhased: Bool,
    _ fraction: Double?
  ) {
    begin(position)
    let allele = ComparedVariant.spelling(alternative)
    CallList.packNumber(reference.count + 1 + allele.count, into: &bytes)
    bytes += ComparedVariant.spelling(reference)
    bytes.append(UInt8(ascii: "\t"))
    bytes += allele
    CallList.packGenotype(copies, isPhased, fraction, into: &bytes)
  }

  /// Writes the step to a position; the packed call must follow.
  private mutating func begin(_ position: Int) {
    let step = position - last
    CallList.packNumber(step < 0 ? (-step) << 1 | 1 : step << 1, into: &bytes)
    last = position
  }
}
