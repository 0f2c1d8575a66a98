/// A variant as people name it: a gene, a transcript, a change of DNA, one of the protein, in any company.
///
/// `EGFR c.2573T>G p.(Leu858Arg)`, `NM_005228.5(EGFR):c.2573T>G`, `egfr p.L858R` are read; other words stay what they
/// are.
package struct NamedVariant: Sendable, Hashable {
  /// What stands beside the names, in small letters with single spaces: the gene, or words such as `exon 19 deletion`.
  package private(set) var words: [String] = []
  /// The accession of the transcript or sequence; nil where none is given.
  package private(set) var accession: String?
  /// The change of DNA.
  package private(set) var nucleotide: NucleotideName?
  /// The change of the protein.
  package private(set) var protein: ProteinName?
  /// Words that begin like names but are none, in small letters.
  package private(set) var malformed: [String] = []

  /// Whether a word begins like a name but is none.
  package var isMalformed: Bool { !malformed.isEmpty }

  /// What stands beside the names.
  package var gene: String { words.joined(separator: " ") }

  /// The variant in one spelling, in small letters with one letter a residue.
  package var spelling: String {
    var parts = words
    if let nucleotide {
      parts.append((accession.map { $0 + ":" } ?? "") + nucleotide.text)
    } else if let accession {
      parts.append(accession)
    }
    if let protein { parts.append(protein.text) }
    return (parts + malformed).joined(separator: " ").lowercased()
  }

  /// Reads a variant; every text is one.
  package init(_ text: some StringProtocol) {
    for word in Self.split(text) {
      var name = word[...]
      if let colon = word.lastIndex(of: ":"), Self.looksLikeName(word[word.index(after: colon)...])
      {
        addReference(word[..<colon])
        name = word[word.index(after: colon)...]
      }
      add(name)
    }
  }

  /// Words, with `c.2573T>G(p.Leu858Arg)` taken apart and `p. L858R` put together.
  private static func split(_ text: some StringProtocol) -> [String] {
    var result: [String] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      if let last = result.last, last.count == 2, looksLikeName(last) {
        result[result.count - 1] += word
        continue
      }
      let lower = word.lowercased()
      if let place = lower.firstRange(of: "(p."), place.lowerBound != lower.startIndex {
        let offset = lower.distance(from: lower.startIndex, to: place.lowerBound)
        result.append(String(word.prefix(offset)))
        result.append(String(word.dropFirst(offset + 1).filter { $0 != ")" && $0 != "(" }))
      } else if word.hasPrefix("("), looksLikeName(word.dropFirst()) {
        result.append(String(word.filter { $0 != ")" && $0 != "(" }))
      } else {
        result.append(String(word))
      }
    }
    return result
  }

  private static func looksLikeName(_ word: some StringProtocol) -> Bool {
    guard let first = word.first, "cgmnp".contains(first.lowercased()) else { return false }
    return word.dropFirst().first == "."
  }

  private mutating func addReference(_ text: Substring) {
    let parts = text.split(whereSeparator: { $0 == "(" || $0 == ")" || $0 == ":" })
    for part in parts {
      // Accessions have an underscore (NM_005228.5) or are of Ensembl or LRG.
      let isAccession =
        part.contains("_") || part.uppercased().hasPrefix("ENS")
        || part.uppercased().hasPrefix("LRG")
        || part.lowercased().hasPrefix("chr")
      if isAccession {
        accession = accession ?? String(part)
      } else {
        words.append(part.lowercased())
      }
    }
  }

  private mutating func add(_ name: Substring) {
    guard Self.looksLikeName(name) else {
      words.append(name.lowercased())
      return
    }
    if name.lowercased().hasPrefix("p.") {
      if let protein = ProteinName(name) {
        self.protein = protein
        return
      }
    } else if let nucleotide = NucleotideName(name) {
      self.nucleotide = nucleotide
      return
    }
    malformed.append(name.lowercased())
  }
}
