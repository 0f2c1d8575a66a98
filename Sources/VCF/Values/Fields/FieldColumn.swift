/// The two columns of a record that hold values under keys.
package enum FieldColumn: Sendable {
  /// INFO: values of the record.
  case info
  /// FORMAT and the sample columns: values of each sample.
  case format

  /// The rule that a wrong value breaks.
  package var rule: VCFError.Rule {
    switch self {
    case .info: .info
    case .format: .format
    }
  }

  /// The name of a field in messages, such as `INFO/AF`.
  package func name(of key: String) -> String {
    switch self {
    case .info: "INFO/" + key
    case .format: "FORMAT/" + key
    }
  }
}
