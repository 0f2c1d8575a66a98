internal import Genomics
internal import PipelineModel
internal import Tables

/// The variants of tumours: of one for all samples, or of one a sample.
struct TumourList: Sendable {
  /// A variant of a tumour.
  struct Variant: Sendable {
    let site: AlleleSite
    /// The share of the tumour's molecules that carries it.
    let fraction: Double
    /// Its copies and all copies of the place in a tumour cell; nil where they are not known.
    let copies: (variant: Double, all: Double)?
  }

  private var lists: [String?: [Variant]] = [:]

  /// The variants that a sample is tested for.
  func variants(of sample: String) -> [Variant] { lists[sample] ?? lists[nil] ?? [] }

  /// Reads a table with the columns chrom, pos, ref, alt and vaf; `sample` where lists differ, `variant_copies` and
  /// `total_copies` where copies are known, `build` where the list names its genome.
  ///
  /// - Throws: A variant that is none or is given twice, a fraction that is none, a list of another build.
  init(_ table: TableArtifact, assembly: Assembly?) throws(StageError) {
    let alleles = try AlleleReader(table, port: "tumour", assembly: assembly)
    let vaf = try table.index(of: "vaf", for: "tumour")
    let sample = table.schema.index(of: "sample")
    let build = table.schema.index(of: "build")
    let copies = table.schema.index(of: "variant_copies")
    let total = table.schema.index(of: "total_copies")
    var lists: [String?: [Variant]] = [:]
    var seen: [String?: Set<AlleleSite>] = [:]
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      if let assembly, let named = reader.string(build, in: text), named != assembly.rawValue {
        throw alleles.refusal(
          number, "is of another build than the counts", field: "build",
          remedy: "lift the list to \(assembly.rawValue)")
      }
      let site = try alleles.site(reader, text, row: number)
      guard let fraction = reader.number(vaf, in: text), fraction > 0, fraction <= 1 else {
        throw alleles.refusal(number, "has no vaf above 0 and up to 1", field: "vaf")
      }
      let owner = reader.string(sample, in: text)
      guard seen[owner, default: []].insert(site).inserted else {
        throw alleles.refusal(
          number, "gives a variant that an earlier row gives too", field: "pos")
      }
      var known: (Double, Double)?
      if let variant = reader.number(copies, in: text), let all = reader.number(total, in: text) {
        guard variant > 0, all >= variant else {
          throw alleles.refusal(number, "has copies that cannot be", field: "variant_copies")
        }
        known = (variant, all)
      }
      lists[owner, default: []].append(
        Variant(site: site, fraction: fraction, copies: known))
    }
    self.lists = lists
  }

  /// Compares reference alleles with those of counts.
  ///
  /// - Throws: Where the two name different bases at one position: then one of them is of another build.
  func check(against counts: AlleleCounts) throws(StageError) {
    var bases: [String: String] = [:]
    for site in counts.sites {
      bases["\(site.contig):\(site.position)"] = String(site.ref.prefix(1))
    }
    for variant in lists.values.joined() {
      let site = variant.site
      guard let base = bases["\(site.contig):\(site.position)"], base != "N",
        base != String(site.ref.prefix(1)), site.ref.prefix(1) != "N"
      else { continue }
      throw StageError(
        .input,
        "the tumour list and the counts have different reference bases at \(site.contig):\(site.position)",
        remedy: "one of them is of another genome build: lift the list to the build of the counts",
        field: "ref")
    }
  }
}
