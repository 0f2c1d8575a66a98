/// Numbers for contigs, whatever way a file spells them.
///
/// Numbers 0 to 24 are the chromosomes of ``Assembly/chromosomes`` in every table; other contigs
/// follow in the order in which they are added.
package struct ContigTable: Sendable {
  /// The build that reconciles names.
  package let assembly: Assembly
  /// Canonical name of each number.
  package private(set) var names: [String] = Assembly.chromosomes

  /// Spellings in ascending order of their bytes, for lookup without making a string.
  private var keys: [[UInt8]] = []
  private var numbers: [Int] = []

  /// A table of the chromosomes.
  ///
  /// - Parameter aliases: Further spellings, from the name in a file to the name meant.
  package init(assembly: Assembly, aliases: [String: String] = [:]) {
    self.assembly = assembly
    for (number, accession) in assembly.accessions.enumerated() { insert(accession, number) }
    for (alias, name) in aliases.sorted(by: { $0.key < $1.key }) { insert(alias, add(name)) }
  }

  /// The number of a contig, a new one when its name is new.
  ///
  /// - Complexity: O(n) in the number of contigs.
  @discardableResult
  package mutating func add(_ name: String) -> Int {
    if let number = number(of: name) { return number }
    names.append(name)
    insert(name, names.count - 1)
    return names.count - 1
  }

  /// The number of a contig by any of its spellings; nil for an unknown one.
  package func number(of name: String) -> Int? {
    let bytes = Array(name.utf8)
    return number(of: bytes.span, 0..<bytes.count)
  }

  /// The number of the contig named by a range of a text; nil for an unknown one.
  ///
  /// - Complexity: O(1) for chromosomes, O(log n) for other contigs. Allocates nothing.
  package func number(of text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if range.count <= 5, let chromosome = Assembly.chromosomeIndex(text, range) {
      // An alias may claim even the name of a chromosome.
      if keys.count == assembly.accessions.count { return chromosome }
      return find(text, range).number ?? chromosome
    }
    return find(text, range).number
  }

  private mutating func insert(_ name: String, _ number: Int) {
    let key = Array(name.utf8)
    let place = find(key.span, 0..<key.count)
    if place.number == nil {
      keys.insert(key, at: place.index)
      numbers.insert(number, at: place.index)
    }
  }

  private func find(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) -> (index: Int, number: Int?) {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      switch Self.compare(keys[middle], text, range) {
      case 0: return (middle, numbers[middle])
      case ..<0: low = middle + 1
      default: high = middle
      }
    }
    return (low, nil)
  }

  private static func compare(_ key: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    for index in 0..<min(key.count, range.count) {
      let difference = Int(key[index]) - Int(text[range.lowerBound + index])
      if difference != 0 { return difference }
    }
    return key.count - range.count
  }
}
