/// Makes inputs of FHIR from seeds: input `n` of a campaign is always the same.
struct ResourceGenerator {
  let seeds: ResourceSeed
  let campaign: UInt64
  let scale: Int

  func input(_ number: Int) -> FuzzInput {
    var choices = Choices(campaign: campaign, input: number)
    let scale = choices.oneIn(400) ? 40 * scale : scale
    let kind = choices.pick([FuzzInput.Kind.json, .json, .xml, .xml, .path])
    let pool =
      switch kind {
      case .json: seeds.json
      case .xml: seeds.xml
      default: seeds.paths
      }
    var text = choices.pick(pool)
    // What breaks the text itself hides what stands behind it, so one change is the rule.
    for _ in 0...(choices.oneIn(2) ? 0 : choices.below(4)) {
      let other = choices.pick(pool)
      if choices.oneIn(4) {
        choices.pick(ByteMutation.allCases).apply(to: &text, other, &choices)
      } else {
        choices.pick(MarkupMutation.allCases).apply(to: &text, other, scale: scale, &choices)
      }
    }
    if kind != .path, choices.oneIn(12) { text = Self.utf16(text, &choices) }
    return FuzzInput(
      kind: kind, bytes: text, text: text, salt: UInt64(choices.below(1 << 40)))
  }

  private static func utf16(_ text: [UInt8], _ choices: inout Choices) -> [UInt8] {
    let isLittle = choices.oneIn(2)
    var bytes: [UInt8] = choices.oneIn(2) ? [] : isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]
    for unit in String(decoding: text, as: UTF8.self).utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      bytes += isLittle ? [low, high] : [high, low]
    }
    if choices.oneIn(3), !bytes.isEmpty { bytes.removeLast() }
    return bytes
  }
}
