/// Reads a name from its beginning.
struct NameScanner {
  private let characters: [Character]
  private(set) var place = 0

  init(_ text: some StringProtocol) {
    characters = Array(text)
  }

  var isAtEnd: Bool { place == characters.count }

  /// Takes a word if it comes next, in any case.
  mutating func take(_ word: String) -> Bool {
    let wanted = Array(word)
    guard place + wanted.count <= characters.count else { return false }
    for (offset, character) in wanted.enumerated()
    where characters[place + offset].lowercased() != character.lowercased() { return false }
    place += wanted.count
    return true
  }

  /// Takes digits; nil where there are none.
  mutating func number() -> Int? {
    Int(takeWhile { $0.isASCII && $0.isNumber })
  }

  /// Takes what fulfils a condition.
  mutating func takeWhile(_ condition: (Character) -> Bool) -> String {
    let start = place
    while place < characters.count, condition(characters[place]) { place += 1 }
    return String(characters[start..<place])
  }

  /// What is left, which is not taken.
  var rest: String { String(characters[place...]) }

  /// Goes back or ahead.
  mutating func move(to place: Int) { self.place = place }
}
