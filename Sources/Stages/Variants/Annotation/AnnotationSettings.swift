import JSONText
import PipelineModel
import ReferenceGenome
import VariantNormalisation

/// The settings that `variants.annotate` shares with what gathers its knowledge.
enum AnnotationSettings {
  static let fields = Setting<[AnnotationField]?>(
    optional: "fields", .annotationFields,
    "What is copied: a list of names, or an object from a name in the knowledge to an INFO key. Names in a VCF file are INFO keys, `ID`, `QUAL` and `FILTER`, in a table columns. `ID` as a target is the ID column."
  )
  static let reference = Setting<PathPattern?>(
    optional: "reference", .path, role: .referenceFiles,
    "The genome of both: FASTA, plain or packed with bgzip; then indels are compared in their leftmost form. Without it alleles are trimmed where they stand."
  )
}

extension SettingType where Value == [AnnotationField] {
  /// A list of names, or an object from names to INFO keys.
  fileprivate static let annotationFields = SettingType(
    phrase:
      "a list such as [\"CLNSIG\"], or an object such as {\"clinical_significance\": \"CLNSIG\"}",
    schema: [
      "anyOf": [
        ["type": "string", "minLength": 1],
        ["type": "array", "items": ["type": "string", "minLength": 1], "minItems": 1],
        [
          "type": "object", "additionalProperties": ["type": "string", "minLength": 1],
          "minProperties": 1,
        ],
      ]
    ]
  ) { node, decoder in
    var fields: [AnnotationField] = []
    var pairs = (node.members ?? []).map { ($0.key, $0.value) }
    if node.members == nil { pairs = (node.elements ?? [node]).map { ($0.string ?? "", $0) } }
    guard !pairs.isEmpty else {
      decoder.refuse(node, "names no field", remedy: "write for example [\"CLNSIG\"]")
      return nil
    }
    for (source, value) in pairs {
      guard let text = value.string, !source.isEmpty else {
        decoder.wrongType(value, expected: "the name of a field in quotes")
        return nil
      }
      guard let target = AnnotationField.Target(text) else {
        decoder.refuse(
          value, "has \"\(text)\", which is no INFO key",
          remedy:
            "write an object that gives it one of letters, digits, '_' and '.', such as {\"\(source)\": \"KEY\"}"
        )
        return nil
      }
      if fields.contains(where: { $0.target == target }) {
        decoder.refuse(value, "copies two fields to \"\(text)\"", remedy: "choose another INFO key")
        return nil
      }
      fields.append(AnnotationField(source: source, target: target))
    }
    return fields
  }
}

extension AnnotationField.Target {
  /// `ID`, or an INFO key with or without `INFO/`; nil for what is no key (VCFv4.4 §1.6.1, INFO).
  init?(_ text: String) {
    if text == "ID" {
      self = .id
      return
    }
    let key = text.hasPrefix("INFO/") ? String(text.dropFirst(5)) : text
    guard InfoKey.isValid(Array(key.utf8)) else { return nil }
    self = .info(key)
  }
}

/// The form of INFO keys.
enum InfoKey {
  /// Whether a key is one of letters, digits, `_` and `.`, a letter or `_` first (VCFv4.4 §1.6.1, INFO).
  static func isValid(_ key: [UInt8]) -> Bool {
    let isLetter = { (byte: UInt8) in (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F }
    guard let first = key.first, isLetter(first) else { return false }
    return key.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2E }
  }
}

extension StageError {
  /// The failure that an error of gathering or annotating is.
  init(_ error: AnnotationError) {
    switch error {
    case .file(let error): self.init(error)
    case .records(let error): self.init(error)
    }
  }
}
