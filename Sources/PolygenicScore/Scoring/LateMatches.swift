/// A match that is decided at the end, with the genotypes that it would add.
struct LateMatch: Sendable, BitwiseCopyable, Equatable {
  /// The row, its alleles and what is special about them.
  var match: MatchRecord
  /// The variant of an interaction row; nil for the row itself.
  var part: UInt16?
  /// Index into the rows of genotypes beside it.
  var genotypes: UInt32
}

/// Matches that are decided at the end, and the genotypes they need.
struct LateMatches: Sendable, Equatable {
  /// In the order of the input.
  var items: [LateMatch] = []
  var rows: [GenotypeRow] = []
  var carriers: [UInt32] = []
  var dosages: [Double] = []

  /// Takes the late matches of a batch, whose alleles were appended to a pool.
  mutating func append(_ batch: borrowing ScoredBatch, allelesFrom start: UInt32) {
    append(
      batch.late, rows: batch.rows, carriers: batch.carriers, dosages: batch.dosages,
      allelesFrom: start)
  }

  /// Takes those of a later part of the input.
  mutating func append(_ later: LateMatches, allelesFrom start: UInt32) {
    append(
      later.items, rows: later.rows, carriers: later.carriers, dosages: later.dosages,
      allelesFrom: start)
  }

  private mutating func append(
    _ later: [LateMatch], rows laterRows: [GenotypeRow], carriers laterCarriers: [UInt32],
    dosages laterDosages: [Double], allelesFrom start: UInt32
  ) {
    // Several rows of scores share genotypes: they are copied once.
    var copies: [UInt32: UInt32] = [:]
    for item in later {
      var item = item
      item.match.alleles += start
      if let copy = copies[item.genotypes] {
        item.genotypes = copy
      } else {
        let row = laterRows[Int(item.genotypes)]
        let copy = UInt32(truncatingIfNeeded: rows.count)
        copies[item.genotypes] = copy
        item.genotypes = copy
        rows.append(row.moved(to: carriers.count, dosages: dosages.count))
        carriers.append(contentsOf: laterCarriers[row.carriers])
        if row.dosages >= 0 {
          dosages.append(contentsOf: laterDosages[row.dosages..<row.dosages + row.others.count])
        }
      }
      items.append(item)
    }
  }
}

extension GenotypeRow {
  /// Where all carriers stand.
  var carriers: Range<Int> { heterozygous.lowerBound..<others.upperBound }

  /// The row with its carriers and dosages elsewhere.
  func moved(to start: Int, dosages newDosages: Int) -> GenotypeRow {
    var row = self
    let shift = start - carriers.lowerBound
    func moved(_ range: Range<Int>) -> Range<Int> {
      range.lowerBound + shift..<range.upperBound + shift
    }
    row.heterozygous = moved(heterozygous)
    row.homozygous = moved(homozygous)
    row.others = moved(others)
    if dosages >= 0 { row.dosages = newDosages }
    return row
  }
}
