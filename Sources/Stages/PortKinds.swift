package import PipelineModel

/// The kinds of streams that the built-in stages exchange.
extension PortKind {
  /// Variant records of VCF files, batch by batch; the attribute `build` names the genome build.
  package static let variants = PortKind(name: "variants", isStream: true)
  /// FHIR resources, batch by batch; the attribute `fhirVersion` names the release.
  package static let resources = PortKind(name: "resources", isStream: true)
  /// What is known about variants, gathered from a stream of them or from a table, sorted by place.
  package static let knowledge = PortKind(name: "variants or table", isStream: false)
}

/// The names of edge attributes that the built-in stages agree on.
package enum EdgeAttribute {
  /// The genome build of variants: `GRCh37`, `GRCh38` or `T2T-CHM13`.
  package static let build = "build"
  /// The FHIR release of resources.
  package static let fhirVersion = "fhirVersion"
  /// `no` for variants that need not be in order; absent for those in the order of their files.
  package static let sorted = "sorted"
}
