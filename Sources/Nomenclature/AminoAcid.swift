/// The codes of amino acids, and which codon stands for which.
package enum AminoAcid {
  /// Three-letter codes with the one letter of each; `*` ends a protein, `X` is any.
  private static let codes: [(three: String, one: Character)] = [
    ("Ala", "A"), ("Arg", "R"), ("Asn", "N"), ("Asp", "D"), ("Cys", "C"), ("Gln", "Q"),
    ("Glu", "E"), ("Gly", "G"), ("His", "H"), ("Ile", "I"), ("Leu", "L"), ("Lys", "K"),
    ("Met", "M"), ("Phe", "F"), ("Pro", "P"), ("Ser", "S"), ("Thr", "T"), ("Trp", "W"),
    ("Tyr", "Y"), ("Val", "V"), ("Sec", "U"), ("Pyl", "O"), ("Ter", "*"), ("Xaa", "X"),
  ]
  private static let ones = Dictionary(
    uniqueKeysWithValues: codes.map { ($0.three.lowercased(), $0.one) })
  private static let threes = Dictionary(uniqueKeysWithValues: codes.map { ($0.one, $0.three) })

  /// The letter of a code of three letters or of one, in any case; nil for no code. `X` is taken as the end of a
  /// protein, as old names write it.
  package static func letter(_ code: some StringProtocol) -> Character? {
    if code.count == 1, let first = code.uppercased().first {
      if first == "X" { return "*" }
      return threes[first] == nil ? nil : first
    }
    return ones[code.lowercased()]
  }

  /// The letters of several residues, all in codes of three letters or all in codes of one; nil where one is none.
  ///
  /// What can be read both ways is read as three-letter codes unless it is all in capitals.
  package static func letters(_ text: some StringProtocol) -> [Character]? {
    let characters = Array(text)
    let isShouted = characters.count > 1 && characters.allSatisfy { $0.isUppercase || $0 == "*" }
    if !isShouted, let found = threeLetterCodes(characters) { return found }
    let ones = characters.compactMap { letter(String($0)) }
    if ones.count == characters.count, !ones.isEmpty { return ones }
    return threeLetterCodes(characters)
  }

  private static func threeLetterCodes(_ characters: [Character]) -> [Character]? {
    var result: [Character] = []
    var place = 0
    while place < characters.count {
      if characters[place] == "*" {
        result.append("*")
        place += 1
        continue
      }
      guard place + 3 <= characters.count,
        let one = ones[String(characters[place..<place + 3]).lowercased()]
      else { return nil }
      result.append(one)
      place += 3
    }
    return result.isEmpty ? nil : result
  }

  /// The code of three letters.
  package static func threeLetters(_ letter: Character) -> String { threes[letter] ?? "Xaa" }

  /// The residue of a codon by the standard code; `X` where a base is not known.
  ///
  /// - Precondition: Three bases in capitals.
  package static func residue(_ codon: ArraySlice<UInt8>) -> Character {
    var number = 0
    for base in codon {
      guard let place = order.firstIndex(of: base) else { return "X" }
      number = number * 4 + place
    }
    return standardCode[number]
  }

  private static let order = Array("TCAG".utf8)
  /// By bases in the order T, C, A, G, the first changing slowest (NCBI translation table 1).
  private static let standardCode = Array(
    "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG")

  /// The residues of bases from the first on, as many as there are whole codons.
  package static func translate(_ bases: ArraySlice<UInt8>) -> [Character] {
    var residues: [Character] = []
    var place = bases.startIndex
    while place + 3 <= bases.endIndex {
      residues.append(residue(bases[place..<place + 3]))
      place += 3
    }
    return residues
  }
}
