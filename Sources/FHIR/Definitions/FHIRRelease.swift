/// A release of FHIR whose definitions are known.
package enum FHIRRelease: String, CaseIterable, Sendable {
  case r4 = "R4"
  case r4b = "R4B"
  case r5 = "R5"

  /// The release that a `fhirVersion` element names, such as `4.0.1`; nil for another one.
  package init?(version: String) {
    let parts = version.split(separator: ".").prefix(2).joined(separator: ".")
    switch parts {
    case "4.0": self = .r4
    case "4.1", "4.3": self = .r4b
    case "5.0": self = .r5
    default: return nil
    }
  }

  /// Its letter in the text of the definitions.
  var mark: UInt8 {
    switch self {
    case .r4: UInt8(ascii: "a")
    case .r4b: UInt8(ascii: "b")
    case .r5: UInt8(ascii: "c")
    }
  }
}
