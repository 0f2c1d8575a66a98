internal import JSONText
internal import PipelineModel

/// What a definition says about the round itself.
struct RoundHeading: Sendable {
  var name = "External quality assessment"
  var round: String?
  var organiser: String?
  var contact: String?
  /// What happened when, in the order of the definition.
  var dates: [(what: String, when: String)] = []
}

extension SettingType where Value == RoundHeading {
  /// The scheme, its round, and dates.
  static let roundHeading = SettingType(
    phrase:
      "an object such as {\"name\": \"ctDNA pilot\", \"round\": \"2026-1\", \"dates\": {\"Samples sent\": \"2026-03-02\"}}",
    schema: [
      "type": "object", "additionalProperties": false,
      "properties": [
        "name": ["type": "string"], "round": ["type": "string"],
        "organiser": ["type": "string"], "contact": ["type": "string"],
        "dates": ["type": "object", "additionalProperties": ["type": "string"]],
      ],
    ]
  ) { node, decoder in
    guard let members = node.members else {
      decoder.wrongType(node, expected: "an object such as {\"name\": \"ctDNA pilot\"}")
      return nil
    }
    var heading = RoundHeading()
    let known = ["name", "round", "organiser", "contact", "dates"]
    for member in members {
      if member.key == "dates" {
        for date in member.value.members ?? [] {
          guard let when = date.value.string else {
            decoder.refuse(date.value, "has a date for \"\(date.key)\" that is no text")
            return nil
          }
          heading.dates.append((date.key, when))
        }
        continue
      }
      guard known.contains(member.key) else {
        decoder.refuse(
          member.value, "has no \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: known))
        return nil
      }
      guard let text = member.value.string, !text.isEmpty else {
        decoder.refuse(member.value, "has a \"\(member.key)\" that is no text")
        return nil
      }
      switch member.key {
      case "name": heading.name = text
      case "round": heading.round = text
      case "organiser": heading.organiser = text
      default: heading.contact = text
      }
    }
    return heading
  }
}

/// The published scores of earlier rounds, by the names of the rounds, the oldest first.
struct EarlierRounds: Sendable, NamesFiles {
  let rounds: [(name: String, scores: PathPattern)]

  /// The files of scores.
  var namedFiles: [PathPattern] { rounds.map(\.scores) }
  /// The pages name the rounds.
  var keyText: String? {
    JSONNode.list(rounds.map { .text($0.name) }).canonicalText
  }
}

extension SettingType where Value == EarlierRounds {
  /// An object from names of rounds to files.
  static let earlierRounds = SettingType(
    phrase: "an object such as {\"2025-1\": \"../2025-1/scores.csv\"}",
    schema: [
      "type": "object", "minProperties": 1, "additionalProperties": ["type": "string"],
    ]
  ) { node, decoder in
    var rounds: [(name: String, scores: PathPattern)] = []
    for member in node.members ?? [] {
      let path = SettingType<PathPattern>.path.decode(member.value, &decoder)
      guard let path else { return nil }
      guard !path.isGlob else {
        decoder.refuse(member.value, "names the scores of a round by a pattern")
        return nil
      }
      rounds.append((member.key, path))
    }
    guard !rounds.isEmpty else {
      decoder.wrongType(node, expected: "an object from rounds to files of scores")
      return nil
    }
    return EarlierRounds(rounds: rounds)
  }
}

extension SettingType where Value == [[String]] {
  /// Pairs of measurands.
  static let measurandPairs = SettingType(
    phrase: "a list of pairs such as [[\"S1\", \"S2\"]]",
    schema: [
      "type": "array",
      "items": [
        "type": "array", "minItems": 2, "maxItems": 2, "items": ["type": "string"],
      ],
    ]
  ) { node, decoder in
    var pairs: [[String]] = []
    for pair in node.elements ?? [] {
      let names = (pair.elements ?? []).compactMap(\.string)
      guard names.count == 2, pair.elements?.count == 2, names[0] != names[1] else {
        decoder.refuse(pair, "has a pair that is not two different measurands")
        return nil
      }
      pairs.append(names)
    }
    guard node.elements != nil else {
      decoder.wrongType(node, expected: "a list of pairs such as [[\"S1\", \"S2\"]]")
      return nil
    }
    return pairs
  }
}
