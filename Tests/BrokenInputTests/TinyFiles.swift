/// Files of a few records, and the containers they come in, written by hand so that each byte can be broken.
enum TinyFiles {
  /// Two persons whose names must appear in no message.
  static let names = ["MUSTERFRAU", "MUSTERMANN", "pat-4711"]

  static let header = """
    ##fileformat=VCFv4.3
    ##contig=<ID=chr1,length=248956422>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tMUSTERFRAU\tMUSTERMANN

    """

  /// A line of a VCF file; each field can be given another value.
  static func record(
    _ pos: String = "100", ref: String = "A", qual: String = "50", genotypes: String = "0/1\t1/1"
  ) -> String {
    "chr1\t\(pos)\t.\t\(ref)\tG\t\(qual)\tPASS\t.\tGT\t\(genotypes)\n"
  }

  static let variants = header + record("100") + record("101") + record("102")

  static func patient(_ id: String) -> String {
    #"{"resourceType":"Patient","id":"\#(id)","gender":"female"}"# + "\n"
  }

  static let patients = patient("pat-4711") + patient("b") + patient("c")

  static let people = "id,age\npat-4711,50\nb,60\nc,70\n"

  static let scoreColumns = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight"

  /// A scoring file with the rows given, under the usual columns unless others are.
  static func score(
    build: String = "GRCh38", columns: String = scoreColumns, _ rows: String...
  ) -> String {
    "#pgs_id=PGS000001\n#genome_build=\(build)\n\(columns)\n" + rows.map { $0 + "\n" }.joined()
  }

  static let score = score("1\t100\tG\tA\t0.5")

  /// A gzip member that stores its text without compressing it (RFC 1952, RFC 1951 3.2.4).
  static func gzip(_ text: String, extra: [UInt8] = []) -> [UInt8] {
    let bytes = Array(text.utf8)
    let length = littleEndian(UInt64(bytes.count), 2)
    let head: [UInt8] = [0x1F, 0x8B, 8, extra.isEmpty ? 0 : 4, 0, 0, 0, 0, 0, 0xFF] + extra
    return head + [1] + length + length.map { ~$0 } + bytes + littleEndian(UInt64(crc(bytes)), 4)
      + littleEndian(UInt64(bytes.count), 4)
  }

  /// How much text a block of ``bgzf(_:hasEnd:)`` holds.
  static let blockText = 97

  /// BGZF in small blocks (SAMv1 4.1), with or without the block that marks its end.
  static func bgzf(_ text: String, hasEnd: Bool = true) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: blockText) {
      let part = String(decoding: bytes[start..<min(start + blockText, bytes.count)], as: UTF8.self)
      result += gzip(part, extra: blockField(part.utf8.count + 30))
    }
    return hasEnd ? result + endOfFile : result
  }

  /// The virtual offset of a place in the text of ``bgzf(_:hasEnd:)``: the block's offset, then the place in it.
  static func virtualOffset(_ place: Int) -> UInt64 {
    UInt64(place / blockText * (blockText + 31)) << 16 | UInt64(place % blockText)
  }

  private static func blockField(_ sizeLessOne: Int) -> [UInt8] {
    [6, 0, 0x42, 0x43, 2, 0] + littleEndian(UInt64(sizeLessOne), 2)
  }

  private static let endOfFile: [UInt8] =
    [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF] + blockField(27) + [3, 0]
    + Array(repeating: 0, count: 8)

  private static func littleEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
