/// What one run of the fuzzer reads.
struct FuzzInput: Sendable {
  /// What the bytes claim to be.
  enum Kind: String, Sendable, CaseIterable {
    /// A VCF file, packed or not.
    case variants
    /// The index of a VCF file, with that file.
    case index
    /// A scoring file of the PGS Catalog.
    case scoringFile
    /// The committed sums of a part of a run.
    case accumulator
    /// A document or lines of FHIR in JSON.
    case json
    /// A document of FHIR in XML.
    case xml
    /// A FHIRPath expression.
    case path
  }

  var kind: Kind
  /// The bytes of the file.
  var bytes: [UInt8]
  /// What the bytes inflate to; nil when the packing was damaged, so that nobody can know.
  var text: [UInt8]?
  /// For an index: the file that it is about.
  var indexed: [UInt8] = []
  /// Decides what is done to the input beside reading it.
  var salt: UInt64 = 0
  /// Whether checks that only some inputs go through are made for certain.
  var isCheckedInFull = false

  /// The file's name in the scratch folder.
  var name: String { Self.files(of: kind)[0] }

  /// The names of all files of an input.
  static func files(of kind: Kind) -> [String] {
    switch kind {
    case .variants: ["input.vcf"]
    case .index: ["input.vcf.gz.tbi", "input.vcf.gz"]
    case .scoringFile: ["input.scoring.txt"]
    case .accumulator: ["input.sums"]
    case .json: ["input.json"]
    case .xml: ["input.xml"]
    case .path: ["input.path"]
    }
  }
}
