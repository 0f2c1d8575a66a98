/// Structures that a reader may take for others.
extension FoundInput {
  static let structures = [
    FoundInput("a header line without '=' that names samples") {
      var input = variants(samples: 2, ["1 5 . A C . . . GT 0/1 0/0"])
      let line = Array("##CHROM\tPOS\t\(VariantSeed.samplePrefix)9\n".utf8)
      input.bytes.insert(contentsOf: line, at: 21)
      return FuzzInput(kind: .variants, bytes: input.bytes, text: input.bytes)
    },
    FoundInput("a list of characters whose last one is missing at the end of the file") {
      var input = variants(
        meta: [definition("INFO", "CH", ".", "Character")], ["1 5 . A C . . CH=a,"])
      input.bytes.removeLast()
      return FuzzInput(kind: .variants, bytes: input.bytes, text: input.bytes)
    },
    FoundInput("an empty FORMAT column before samples, some of which are to be left out") {
      variants(samples: 4, ["1 5 . A C . . .  0/1 0/0 1/1 0/1"])
    },
    FoundInput("two sample names that differ in how an accent is written") {
      let head = "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t"
      let text = Array((head + "\u{E9}\te\u{301}\n1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\t0/0\n").utf8)
      return FuzzInput(kind: .variants, bytes: text, text: text)
    },
  ]
}
