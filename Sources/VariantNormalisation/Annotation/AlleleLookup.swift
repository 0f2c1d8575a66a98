import ByteIO

/// Alleles of a batch that are looked for in knowledge, and what it says about them.
struct AlleleLookup {
  /// An allele: the position and the bytes of its one form.
  private struct Key {
    var position: Int
    var form: Range<Int>
    var record: Int
  }
  /// Keys of one contig that stand together.
  private struct Run {
    var contig: String
    var keys: Range<Int>
  }

  private var keys: [Key] = []
  private var forms: [UInt8] = []
  private var runs: [Run] = []
  /// The text of ``values(of:)``, each of which ends with a line end.
  private(set) var values: [UInt8] = []
  private var found: [Range<Int>] = []

  /// Begins the alleles of a contig.
  mutating func begin(_ contig: String) {
    runs.append(Run(contig: contig, keys: keys.count..<keys.count))
  }

  /// How many alleles there are.
  var count: Int { keys.count }

  /// Adds an allele; `append` gives the position of its form and appends the form.
  ///
  /// - Returns: Whether it is one that can be looked for.
  mutating func add<Failure: Error>(
    record: Int, _ append: (inout [UInt8]) throws(Failure) -> Int?
  ) throws(Failure) -> Bool {
    let start = forms.count
    guard let position = try append(&forms) else {
      forms.removeLast(forms.count - start)
      return false
    }
    keys.append(Key(position: position, form: start..<forms.count, record: record))
    let last = runs.count - 1
    runs[last].keys = runs[last].keys.lowerBound..<keys.count
    return true
  }

  /// What is known about an allele: its values with tabs between them, in ``values``; nil for nothing.
  func values(of key: Int) -> Range<Int>? {
    found[key].isEmpty ? nil : found[key]
  }

  /// Looks all alleles up.
  ///
  /// - Returns: The number of a record with an allele that is stated twice, where that is not to be.
  /// - Complexity: O(n) in the blocks that reach over the alleles' positions.
  mutating func run(
    _ stores: [KnowledgeStore], _ duplicates: AnnotationRules.Duplicates
  ) -> Int? {
    found = Array(repeating: 0..<0, count: keys.count)
    var block: [UInt8] = []
    for run in runs {
      var order = Array(run.keys)
      if order.indices.dropFirst().contains(where: {
        keys[order[$0]].position < keys[order[$0 - 1]].position
      }) {
        order.sort { (keys[$0].position, $0) < (keys[$1].position, $1) }
      }
      for store in stores {
        for stretch in store.blocks(of: run.contig) {
          let start = lowerBound(stretch.first, order)
          guard start < order.count, keys[order[start]].position <= stretch.last else { continue }
          block.clear()
          store.append(stretch, to: &block)
          if let record = scan(block, order, from: start, duplicates) { return record }
        }
      }
    }
    return nil
  }

  /// The first place in an order with at least a position.
  private func lowerBound(_ position: Int, _ order: [Int]) -> Int {
    order.partitionPoint { keys[$0].position >= position }
  }

  private mutating func scan(
    _ block: [UInt8], _ order: [Int], from start: Int, _ duplicates: AnnotationRules.Duplicates
  ) -> Int? {
    let text = block.span
    var cursor = start
    var offset = 0
    while offset < text.count {
      var position = 0
      while offset < text.count, text[offset] != UInt8(ascii: "\t") {
        position = position &* 10 &+ Int(text[offset] &- 0x30)
        offset += 1
      }
      offset += 1
      // Lines stand nearly in order: an allele may have moved to the left of the line before.
      while cursor < order.count, keys[order[cursor]].position < position { cursor += 1 }
      while cursor > 0, keys[order[cursor - 1]].position >= position { cursor -= 1 }
      var place = cursor
      while place < order.count, keys[order[place]].position == position {
        let key = order[place]
        place += 1
        let end = offset + keys[key].form.count
        guard end < text.count, text[end] == UInt8(ascii: "\t"),
          equal(text, offset..<end, forms.span, keys[key].form)
        else { continue }
        if !found[key].isEmpty {
          if duplicates == .first { continue }
          if duplicates == .fail { return keys[key].record }
        }
        let line = firstOffset(of: 0x0A, in: text, end + 1..<text.count) ?? text.count - 1
        let start = values.count
        values.append(text, end + 1..<line + 1)
        found[key] = start..<values.count
      }
      offset =
        (firstOffset(of: 0x0A, in: text, min(offset, text.count)..<text.count) ?? text.count) + 1
    }
    return nil
  }
}
