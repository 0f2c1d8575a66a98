import ByteIO

/// Makes inputs from seeds: input `n` of a campaign is always the same.
struct InputGenerator {
  let pool: SeedPool
  let campaign: UInt64
  /// Bytes that most values may grow to; rarely it is many times as much.
  let scale: Int

  func input(_ number: Int) throws -> FuzzInput {
    var choices = Choices(campaign: campaign, input: number)
    let isLong = choices.oneIn(400)
    let scale = isLong ? 40 * scale : scale
    var input: FuzzInput
    switch choices.below(20) {
    case 0..<13: input = try variants(scale, &choices)
    case 13..<16: input = try index(&choices)
    case 16..<19: input = scoringFile(scale, &choices)
    default: input = accumulator(&choices)
    }
    input.salt = UInt64(choices.below(1 << 40))
    return input
  }

  private func variants(_ scale: Int, _ choices: inout Choices) throws -> FuzzInput {
    var text = choices.pick(pool.variants)
    if !choices.oneIn(10) {
      mutate(&text, choices.pick(pool.variants), scale, &choices)
    }
    let packing =
      choices.oneIn(2) ? Packing.plain : choices.pick(Packing.allCases)
    var bytes = try packing.pack(text, &choices)
    guard packing != .plain, choices.oneIn(2) else {
      return FuzzInput(
        kind: .variants, bytes: bytes, text: packing.isTransparent ? text : nil)
    }
    for _ in 0...choices.below(2) {
      if choices.oneIn(2) {
        try choices.pick(PackingLie.allCases).apply(to: &bytes, &choices)
      } else {
        choices.pick(ByteMutation.allCases).apply(to: &bytes, bytes, &choices)
      }
    }
    return FuzzInput(kind: .variants, bytes: bytes, text: nil)
  }

  private func scoringFile(_ scale: Int, _ choices: inout Choices) -> FuzzInput {
    var text = choices.pick(pool.scoringFiles)
    mutate(&text, choices.pick(pool.scoringFiles), scale, &choices)
    return FuzzInput(kind: .scoringFile, bytes: text, text: text)
  }

  private func index(_ choices: inout Choices) throws -> FuzzInput {
    let seed = choices.pick(pool.indexes)
    var content = seed.index
    for _ in 0...choices.below(3) {
      let mutation = choices.oneIn(2) ? ByteMutation.word : choices.pick(ByteMutation.allCases)
      mutation.apply(to: &content, choices.pick(pool.indexes).index, &choices)
    }
    let packing = choices.oneIn(8) ? choices.pick(Packing.allCases) : .bgzf
    var bytes = try packing.pack(content, &choices)
    if choices.oneIn(10) { try choices.pick(PackingLie.allCases).apply(to: &bytes, &choices) }
    var file = seed.file
    if choices.oneIn(8) { try choices.pick(PackingLie.allCases).apply(to: &file, &choices) }
    return FuzzInput(kind: .index, bytes: bytes, text: nil, indexed: file)
  }

  private func accumulator(_ choices: inout Choices) -> FuzzInput {
    var bytes = choices.pick(pool.accumulators)
    for _ in 0...choices.below(3) {
      let other = choices.pick(pool.accumulators)
      choices.pick(ByteMutation.allCases).apply(to: &bytes, other, &choices)
    }
    return FuzzInput(kind: .accumulator, bytes: bytes, text: nil)
  }

  private func mutate(
    _ text: inout [UInt8], _ other: [UInt8], _ scale: Int, _ choices: inout Choices
  ) {
    // What stands in the rows is the larger part of a format; a broken header hides it.
    let keepsHeader = !choices.oneIn(4)
    let rows = keepsHeader ? Self.rowsStart(text) : 0
    var changed = Array(text[rows...])
    for _ in 0...choices.below(4) {
      if choices.oneIn(3) {
        choices.pick(ByteMutation.allCases).apply(to: &changed, other, &choices)
      } else {
        choices.pick(TextMutation.allCases).apply(to: &changed, other, scale: scale, &choices)
      }
    }
    text.replaceSubrange(rows..., with: changed)
  }

  /// Where the lines begin that are not of the header; the end where there are none.
  private static func rowsStart(_ text: [UInt8]) -> Int {
    var start = 0
    while start < text.count, text[start] == UInt8(ascii: "#") {
      start = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
    }
    return start
  }
}
