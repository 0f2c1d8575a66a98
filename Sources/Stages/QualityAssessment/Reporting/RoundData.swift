/// Everything that a round's tables say, brought together by laboratory and by what was measured.
///
/// Pages of laboratories are made from one ``Laboratory`` and from what has no codes in it (``Measurand``,
/// ``Sample``, ``Band``), so that no page can name another laboratory.
struct RoundData {
  /// What one laboratory has got.
  struct Laboratory {
    let code: String
    /// Its scores, by the place of the measurand in the round.
    var scores: [Int: Score] = [:]
    var marks: [Mark] = []
    /// Its percent agreement with what is expected, and Cohen's kappa.
    var agreement: Double?
    var kappa: Double?
    /// Counts of variants by sample, without types and bands; `all` for all samples.
    var detection: [Detection] = []
    /// Counts by band of allele fractions, over all samples.
    var bands: [String: Counts] = [:]
    /// What is not as it should be, up to ``listedCalls`` of them, and how many there are.
    var calls: [Call] = []
    var callCount = 0
    var receipts: [Receipt] = []
    var notes: [Note] = []
    /// Its scores of earlier rounds, by the place of the round.
    var earlier: [Int: [Earlier]] = [:]

    /// How many results have a verdict.
    func count(_ verdict: String) -> Int { scores.values.count { $0.verdict == verdict } }
    var criticalErrors: Int { marks.count { $0.isCritical } }
    var points: Double { marks.reduce(0) { $0 + $1.points } }
    var allVariants: Detection? { detection.first { $0.sample == "all" } }
    /// Whether anything has come from it.
    var hasSent: Bool {
      scores.values.contains { $0.value != nil || $0.isCensored } || !detection.isEmpty
        || !receipts.isEmpty || marks.contains { $0.criterion != "no_answer" }
    }
    /// The rows of its files that were refused.
    var refusedRows: Int {
      receipts.reduce(0) { $0 + $1.refused } + notes.count { !$0.isAccepted }
    }
  }

  /// A result beside the assigned value.
  struct Score {
    var value: Double?
    var z: Double?
    var zPrime: Double?
    var zeta: Double?
    var normalisedError: Double?
    var percentDifference: Double?
    var verdict: String?
    var isCensored = false
  }

  /// A score of an earlier round.
  struct Earlier {
    let score: Double
    let verdict: String
  }

  /// How an answer was judged.
  struct Mark {
    let sample: String
    let criterion: String
    let points: Double
    let isCritical: Bool
    let result: String?
    let expected: String?
  }

  /// Counts of variants.
  struct Counts {
    var found = 0
    var missed = 0
    var falselyReported = 0
    var unknown = 0
    var excused = 0
  }

  /// Counts of one sample.
  struct Detection {
    let sample: String
    var counts: Counts
  }

  /// An allele that was missed, falsely reported, left open, or reported with another fraction.
  struct Call {
    let sample: String
    let contig: String
    let position: String
    let reference: String
    let alternative: String
    let decision: String
    let trueFraction: Double?
    let reportedFraction: Double?
    let reason: String?
  }

  /// A file that has come.
  struct Receipt {
    let table: String
    let file: String
    let digest: String
    let rows: Int
    let refused: Int
    let rules: String
  }

  /// What a rule handled or refused.
  struct Note {
    let table: String
    let subject: String?
    let row: Int?
    let rule: String
    let isAccepted: Bool
    let remark: String
  }

  /// What was measured, over all laboratories; holds no code.
  struct Measurand {
    let name: String
    var assigned: Double?
    var uncertainty: Double?
    var spread: Double?
    var isHomogeneous: Bool?
    var isStable: Bool?
    var modes: Int?
    var censored = 0
    var refusal: String?
    /// The results, ascending.
    var values: [Double] = []
    /// The scores by which verdicts go, ascending.
    var scores: [Double] = []
    var verdicts: [String: Int] = [:]
    /// Whether verdicts go by z′, since the assigned value is too uncertain for z.
    var isPrime = false

    /// The score by which the verdict goes.
    func score(_ score: Score) -> Double? { isPrime ? score.zPrime ?? score.z : score.z }
    /// Its name on pages.
    var scoreName: String { isPrime ? "z′" : "z" }
  }

  /// How all laboratories have answered for a sample; holds no code.
  struct Sample {
    let name: String
    let expected: String?
    /// Answers by criterion.
    var criteria: [String: Int] = [:]
    /// The criteria that are critical errors in this scheme.
    var critical: Set<String> = []
    var answers: Int { criteria.values.reduce(0, +) }
    var isRight: Int {
      criteria["correct", default: 0] + criteria["correct_unspecified", default: 0]
    }
  }

  /// An allele that several laboratories have missed or falsely reported.
  struct SharedCall {
    let call: Call
    var laboratories: Int
  }

  /// A statistic of agreement among all laboratories.
  struct Agreement {
    let statistic: String
    let value: Double?
    let standardError: Double?
    let pValue: Double?
    let samples: Int?
    let laboratories: Int?
  }

  /// The most rows of calls on a page of a laboratory.
  static let listedCalls = 200

  /// Sorted by their codes.
  var laboratories: [Laboratory] = []
  var measurands: [Measurand] = []
  var samples: [Sample] = []
  /// Bands of allele fractions in rising order, with the counts of all laboratories.
  var bands: [(name: String, counts: Counts)] = []
  var missedAlleles: [SharedCall] = []
  var falseAlleles: [SharedCall] = []
  var agreement: [Agreement] = []
  /// Notes that are about no one laboratory.
  var notes: [Note] = []
  /// The names of earlier rounds, the oldest first.
  var earlierRounds: [String] = []
}
