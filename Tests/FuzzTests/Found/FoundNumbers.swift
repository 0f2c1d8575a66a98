/// Numbers at the edge of what a machine word holds.
extension FoundInput {
  private static let largest = "9223372036854775807"

  static let numbers = [
    FoundInput("the sum of FORMAT/DP over samples leaves 64 bits") {
      variants(samples: 2, ["1 5 . A C . . . DP \(largest) \(largest)"])
    },
    FoundInput("the sum of two DP4 values leaves 64 bits") {
      variants(["1 5 . A C . . DP4=1,1,\(largest),\(largest)"])
    },
    FoundInput("a contig as long as 64 bits count, and the telomere behind it") {
      variants(meta: ["##contig=<ID=1,length=\(largest)>"], ["1 5 . A C . . ."])
    },
    FoundInput("the sum of INFO/RN leaves 64 bits") {
      variants(
        version: "4.5", ["1 5 . A <CNV:TR>,<CNV:TR> . . SVLEN=5,5;RN=\(largest),\(largest);RUS=A"])
    },
    FoundInput("the sum of INFO/RN, declared as text, leaves 64 bits") {
      variants(
        version: "4.5", meta: [definition("INFO", "RN", ".", "String")],
        ["1 5 . A <CNV:TR>,<CNV:TR> . . SVLEN=5,5;RN=\(largest),\(largest);RUS=A"])
    },
    FoundInput("genotypes of 64 alleles a call: binomials beyond 64 bits on the way") {
      variants(
        meta: [definition("FORMAT", "PL", "G", "Integer")], samples: 1,
        [
          "1 5 . A . . . . GT:PL \(call(64)):1",
          "1 6 . A C . . . GT:PL \(call(64)):\(list("1", 65))",
        ])
    },
    FoundInput("positions at the end of 31 bits, with ends and lengths behind them") {
      variants(
        version: "4.5", samples: 1,
        [
          "1 2147483647 . ACGT <DEL> . . END=2147483647;SVLEN=\(largest) GT 0/1",
          "1 2147483647 . A <*> . . . GT:LEN 0/0:\(largest)",
          "1 2147483647 . A <DEL> . . SVLEN=-9223372036854775808 GT 0/1",
        ])
    },
    FoundInput("a name of a contig with a zero byte divides the names of an index") {
      variants(["1 4 . A C . . .", "\0\01 5 . A C . . .", "2 5 . A C . . ."])
    },
  ]

  static func call(_ ploidy: Int) -> String {
    Array(repeating: "0", count: ploidy).joined(separator: "/")
  }

  static func list(_ value: String, _ count: Int) -> String {
    Array(repeating: value, count: count).joined(separator: ",")
  }
}
