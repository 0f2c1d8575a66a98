internal import PipelineModel
internal import PolygenicScore

/// The settings of `prs.score`.
enum PRSScoreSettings {
  /// Which program's results are reproduced.
  enum Compatibility: String, Sendable, CaseIterable {
    case pgscCalc = "pgsc_calc"
  }

  /// What happens when a control sample's score or a score's overlap is not what was asked for.
  enum Response: String, Sendable, CaseIterable {
    /// The run fails, and nothing is published.
    case fail
    /// The tables say it.
    case report
  }

  static let scoringFiles = Setting<[PathPattern]>(
    required: "scoringFiles", .paths, role: .referenceFiles,
    "Scoring files in the PGS Catalog's format, plain or gzip; harmonised positions are used where a file has them."
  )
  static let positions = Setting<ScoringPositions>(
    "positions", .oneOf, default: .automatic, shown: "\"auto\"",
    "Whether rows are placed by `hm_chr` and `hm_pos` where the header has HmPOS_build and HmPOS_date, or always by the author's `chr_name` and `chr_position`."
  )
  static let minimumOverlap = Setting<Double>(
    "minimumOverlap", .rate, default: 0.75, shown: "0.75",
    "The share of a scoring file's rows that must be matched for its score to pass.")
  static let minimumWeightShare = Setting<Double?>(
    optional: "minimumWeightShare", .rate,
    "The share of Σ |weight| that must be matched, too, for a score to pass.")
  static let minimumVarianceShare = Setting<Double?>(
    optional: "minimumVarianceShare", .rate,
    "The share of Σ 2p(1 - p)·weight² that must be matched, too; a score without frequencies does not reach it."
  )
  static let belowOverlap = Setting<Response>(
    "belowOverlap", .oneOf, default: .report, shown: "\"report\"",
    "Whether a score that does not pass fails the run, or is marked in the summary.")
  static let ambiguous = Setting<MatchRules.Ambiguous>(
    "ambiguous", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether rows with complementary alleles (A/T, C/G), whose strand cannot be told, are dropped, kept as given, or resolved by the effect allele's frequency."
  )
  static let ambiguousMargin = Setting<Double>(
    "ambiguousMargin", .number(0...0.5), default: 0.1, shown: "0.1",
    "With `ambiguous` = `resolve`: how far from 0.5 both frequencies must be for the strand to be told."
  )
  static let multiallelic = Setting<MatchRules.Multiallelic>(
    "multiallelic", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether rows that meet a record with several alternative alleles are dropped or kept.")
  static let duplicates = Setting<MatchRules.Duplicates>(
    "duplicates", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether several rows of a score on one variant are all dropped, summed where they name the same effect allele, or reduced to the first."
  )
  static let strandFlips = Setting<MatchRules.StrandFlips>(
    "strandFlips", .oneOf, default: .match, shown: "\"match\"",
    "Whether rows whose alleles are the complements of a record's are matched or dropped.")
  static let minimumR2 = Setting<Double>(
    "minimumR2", .number(0...1), default: 0, shown: "0",
    "Drops rows at records whose INFO/R2, DR2 or INFO is smaller; records without any are not judged."
  )
  static let missing = Setting<ScoringRules.Missing>(
    "missing", .oneOf, default: .mean, shown: "\"mean\"",
    "What a missing genotype contributes: the expectation at the allele's frequency (of `frequencies`, else of the cohort), nothing, the reference genotype, or a failure."
  )
  static let absent = Setting<ScoringRules.Absent>(
    "absent", .oneOf, default: .unmatched, shown: "\"unmatched\"",
    "What becomes of a row at whose position no record stands: it is unmatched; has the reference where a block of a genome VCF or `coverage` proves it (`covered`), or always (`homref`); has the expectation at a known frequency (`mean`); or fails the run."
  )
  static let coverage = Setting<[PathPattern]?>(
    optional: "coverage", .paths, role: .referenceFiles,
    "BED files of the positions that were covered in every sample; for `absent` = `covered`.")
  static let reference = Setting<PathPattern?>(
    optional: "reference", .path, role: .referenceFiles,
    "The reference genome: FASTA, plain or packed with bgzip. With it insertions and deletions get a second try in their leftmost form, and rows at records whose REF is another are excluded."
  )
  static let dosage = Setting<ScoringRules.Dosage>(
    "dosage", .oneOf, default: .automatic, shown: "\"auto\"",
    "The FORMAT field that dosages come from: `GT`, the calls; `DS`, the dosages; `GP`, the probabilities of the genotypes; `auto` takes for each record the first of DS, GP and GT that it has."
  )
  static let haploid = Setting<ScoringRules.Haploid>(
    "haploid", .oneOf, default: .diploid, shown: "\"diploid\"",
    "Whether a haploid call on X or Y counts as two alleles of two, or as the one observed.")
  static let frequencyDifference = Setting<Double>(
    "frequencyDifference", .number(0...1), default: 0.016, shown: "0.016",
    "From which difference to the expected frequency an effect allele is marked in `quality`.")
  static let control = Setting<PathPattern?>(
    optional: "control", .path, role: .referenceFiles,
    "A CSV or TSV file with the columns sample, pgs_id, expected and limit: scores of control samples, and by how much they may differ."
  )
  static let onControl = Setting<Response>(
    "onControl", .oneOf, default: .fail, shown: "\"fail\"",
    "Whether a control sample outside its limit fails the run, or is marked in `control`.")
  static let compatibility = Setting<Compatibility?>(
    optional: "compatibility", .oneOf,
    "Reproduces pgsc_calc 2: averages over the variants of all scores of the run, no imputation from fewer than 50 samples, `<NON_REF>` as an allele, an error where no score passes."
  )

  /// In the order of the reference page.
  static let all: [any SettingDeclaration] = [
    scoringFiles, positions, minimumOverlap, minimumWeightShare, minimumVarianceShare,
    belowOverlap, ambiguous, ambiguousMargin, multiallelic, duplicates, strandFlips, minimumR2,
    missing, absent, coverage, reference, dosage, haploid, frequencyDifference, control, onControl,
    compatibility,
  ]
}
