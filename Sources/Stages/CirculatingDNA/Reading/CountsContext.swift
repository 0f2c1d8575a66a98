internal import PipelineModel

extension StageContext {
  /// Reports columns that a table of counts lacks; nothing where no such table comes in.
  mutating func requireCounts(on port: String) {
    guard let edge = edge(port) else { return }
    for column in ["sample"] + AlleleSite.columns + ["alt_count", "ref_count"] {
      requireColumn(column, on: edge)
    }
  }

  /// Reports a stage that knows of no errors: neither a background nor a rate.
  mutating func requireErrorRate(_ rate: Double?) {
    guard edge("background") == nil, rate == nil else { return }
    diagnostics.error(
      "missing-edge", "nothing says how often stage \"\(stageName)\" should expect errors",
      remedy: "name a background from ctdna.background, or give \"errorRate\"", at: position)
  }
}

extension TaskInputs {
  /// The table that comes in under a name; nil where none does.
  func optional(_ name: String) -> TableArtifact? {
    tables.first { $0.name == name }?.table
  }
}
