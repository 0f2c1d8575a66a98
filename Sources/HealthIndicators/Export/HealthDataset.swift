package import JSONText

/// Released indicators as a dataset of a catalogue: HealthDCAT-AP (Release 8) as JSON-LD.
///
/// What the table cannot say, such as the publisher, comes from metadata that the author writes; what is mandatory is
/// asked for.
package struct HealthDataset: Sendable {
  /// What the author says, by the names of ``members``.
  package var metadata: JSONNode
  /// The definitions by indicator.
  package var definitions: [String: ExportedDefinition]

  /// A dataset.
  package init(metadata: JSONNode, definitions: [String: ExportedDefinition]) {
    self.metadata = metadata
    self.definitions = definitions
  }

  /// What the metadata may say, and whether it must.
  package static let members: [(name: String, isRequired: Bool)] = [
    ("identifier", true), ("title", true), ("description", true), ("publisher", true),
    ("contactEmail", true), ("accessURL", true), ("hdab", true), ("hdabEmail", true),
    ("healthCategory", false), ("legislation", false), ("spatial", false), ("language", false),
    ("license", false), ("populationCoverage", false), ("numberOfUniqueIndividuals", false),
    ("minTypicalAge", false), ("maxTypicalAge", false), ("accrualPeriodicity", false),
    ("keywords", false),
  ]

  /// What is wrong with metadata, in words.
  package static func problems(_ metadata: JSONNode) -> [String] {
    let given = metadata.members ?? []
    var problems = given.filter { member in
      !member.key.hasPrefix("x-") && !members.contains { $0.name == member.key }
    }.map { "\"\($0.key)\" is not known" }
    for (name, isRequired) in members where isRequired && metadata[name]?.string == nil {
      problems.append("\"\(name)\" is missing")
    }
    return problems
  }

  private static let legislation = "http://data.europa.eu/eli/reg/2025/327/oj"
  private static let category =
    "http://healthdataportal.eu/resource/authority/healthcategories/REGD"

  private static let context: JSONNode = .object([
    ("dcat", "http://www.w3.org/ns/dcat#"), ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"), ("cv", "http://data.europa.eu/m8g/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcatap", "http://data.europa.eu/r5r/"), ("spdx", "http://spdx.org/rdf/terms#"),
    ("healthdcatap", "http://healthdataportal.eu/ns/health#"),
    ("csvw", "http://www.w3.org/ns/csvw#"), ("prov", "http://www.w3.org/ns/prov#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
  ])

  private func text(_ name: String) -> String? { metadata[name]?.string }

  private static func id(_ text: String) -> JSONNode { ["@id": .text(text)] }

  private static func typed(_ text: String, _ type: String) -> JSONNode {
    ["@value": .text(text), "@type": .text("xsd:\(type)")]
  }

  private func literal(_ text: String) -> JSONNode {
    ["@value": .text(text), "@language": .text(self.text("language") ?? "en")]
  }

  private func agent(_ name: String, _ email: String?) -> JSONNode {
    .object(
      [("@type", "foaf:Agent"), ("foaf:name", literal(name))]
        + (email.map { [("cv:contactPoint", contact($0))] } ?? []))
  }

  private func contact(_ email: String) -> JSONNode {
    ["@type": "cv:ContactPoint", "cv:email": .text(email)]
  }

  /// The document.
  ///
  /// - Parameters:
  ///   - digest: The SHA-256 of the released table as CSV, in hexadecimal digits.
  ///   - byteCount: Its length.
  package func document(_ table: ReleasedTable, digest: String, byteCount: Int) -> JSONNode {
    let legislation: JSONNode = [
      "@id": .text(text("legislation") ?? Self.legislation), "@type": "eli:LegalResource",
    ]
    var members: [(String, JSONNode)] = [
      ("@context", Self.context), ("@id", .text(text("identifier") ?? "")),
      ("@type", "dcat:Dataset"), ("dct:identifier", .text(text("identifier") ?? "")),
      ("dct:title", literal(text("title") ?? "")),
      ("dct:description", literal(text("description") ?? "")),
      ("dct:publisher", agent(text("publisher") ?? "", text("contactEmail"))),
      ("dcat:contactPoint", contact(text("contactEmail") ?? "")),
      (
        "dct:accessRights",
        [
          "@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
          "@type": "dct:RightsStatement",
        ]
      ),
      ("dcat:theme", Self.id("http://publications.europa.eu/resource/authority/data-theme/HEAL")),
      ("dcatap:applicableLegislation", legislation),
      (
        "healthdcatap:healthCategory",
        ["@id": .text(text("healthCategory") ?? Self.category), "@type": "skos:Concept"]
      ),
      ("healthdcatap:hdab", agent(text("hdab") ?? "", text("hdabEmail"))),
      ("healthdcatap:hasStructuredData", Self.typed("true", "boolean")),
      ("healthdcatap:numberOfRecords", Self.typed("\(table.rows.count)", "nonNegativeInteger")),
    ]
    for name in ["numberOfUniqueIndividuals", "minTypicalAge", "maxTypicalAge"] {
      if let number = metadata[name]?.integer {
        members.append(("healthdcatap:\(name)", Self.typed("\(number)", "nonNegativeInteger")))
      }
    }
    if let coverage = text("populationCoverage") {
      members.append(("healthdcatap:populationCoverage", literal(coverage)))
    }
    for (name, property) in [
      ("spatial", "dct:spatial"), ("accrualPeriodicity", "dct:accrualPeriodicity"),
    ] {
      if let value = text(name) { members.append((property, Self.id(value))) }
    }
    let keywords = metadata["keywords"]?.elements?.compactMap(\.string) ?? []
    if !keywords.isEmpty { members.append(("dcat:keyword", .list(keywords.map(literal)))) }
    if let temporal = temporal(table) { members.append(("dct:temporal", temporal)) }
    members += [
      ("prov:wasGeneratedBy", provenance(table)), ("healthdcatap:hasVariables", variables(table)),
      ("dcat:distribution", distribution(legislation, digest, byteCount)),
    ]
    return .object(members)
  }

  private func temporal(_ table: ReleasedTable) -> JSONNode? {
    let days = table.values("period").compactMap { $0.flatMap { ExportedPeriod($0) } }
    guard let start = days.map(\.start).min(), let end = days.map(\.end).max() else { return nil }
    return [
      "@type": "dct:PeriodOfTime", "dcat:startDate": Self.typed(start, "date"),
      "dcat:endDate": Self.typed(end, "date"),
    ]
  }

  /// Which definitions, in which version, by which method.
  private func provenance(_ table: ReleasedTable) -> JSONNode {
    let used: [JSONNode] = table.values("indicator").compactMap { $0 }.map { indicator in
      let methods = table.rows.filter { table.cell($0, "indicator") == indicator }
        .compactMap { table.cell($0, "method") }
      var words = indicator
      if let definition = definitions[indicator] {
        words += ", \(definition.title), version \(definition.version), \(definition.digest)"
      }
      if let method = methods.first { words += ", method \(method)" }
      return ["@type": "prov:Entity", "dct:description": literal(words)]
    }
    return ["@type": "prov:Activity", "prov:used": .list(used)]
  }

  private func variables(_ table: ReleasedTable) -> JSONNode {
    let columns: [JSONNode] = table.columns.map {
      ["@type": "csvw:Column", "csvw:name": .text($0)]
    }
    return [
      "@type": "csvw:TableGroup",
      "csvw:table": [
        "@type": "csvw:Table", "csvw:url": Self.id(text("accessURL") ?? ""),
        "csvw:column": .list(columns),
      ],
    ]
  }

  private func distribution(
    _ legislation: JSONNode, _ digest: String, _ byteCount: Int
  ) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("@type", "dcat:Distribution"), ("dct:title", literal("Indicators as CSV")),
      ("dcat:accessURL", Self.id(text("accessURL") ?? "")),
      ("dcatap:applicableLegislation", legislation),
      ("dcat:mediaType", Self.id("http://www.iana.org/assignments/media-types/text/csv")),
      ("dcat:byteSize", Self.typed("\(byteCount)", "nonNegativeInteger")),
      (
        "spdx:checksum",
        [
          "@type": "spdx:Checksum",
          "spdx:algorithm": Self.id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
          "spdx:checksumValue": Self.typed(digest, "hexBinary"),
        ]
      ),
    ]
    if let license = text("license") { members.append(("dct:license", Self.id(license))) }
    return .object(members)
  }
}
