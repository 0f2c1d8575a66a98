import ByteIO
import VCF

/// Sites of a cohort that scoring files may name.
struct CohortSites {
  /// One site.
  struct Site {
    /// Without `chr`, as the PGS Catalog writes it.
    let chromosome: String
    let position: Int
    let reference: String
    let alternative: String

    /// The name that plink2 gives with `--set-all-var-ids '@:#:$r:$a'`.
    var variantID: String { "\(chromosome):\(position):\(reference):\(alternative)" }
  }

  /// The sites in the order of the file.
  let sites: [Site]

  private static let complements = ["A": "T", "T": "A", "C": "G", "G": "C"]

  /// The sites of a file with two alleles whose strand can be told from them.
  init(path: String) throws {
    let reader = try VCFFileReader(path: path)
    var sites: [Site] = []
    while let batch = try reader.nextBatch() {
      let text = batch.chunk.text.span
      func string(_ range: Range<Int>) -> String {
        String(decoding: range.map { text[$0] }, as: UTF8.self)
      }
      for record in batch.records {
        let (reference, alternative) = (string(record.ref), string(record.alt))
        guard !alternative.contains(","), Self.complements[reference] != alternative else {
          continue
        }
        sites.append(
          Site(
            chromosome: string(record.chrom).replacing("chr", with: "", maxReplacements: 1),
            position: Int(record.position), reference: reference, alternative: alternative))
      }
    }
    self.sites = sites
  }
}
