internal import HealthIndicators
package import PipelineModel

/// Reads indicator files for the command line.
package enum IndicatorCatalogue {
  /// The reference page of some files, or what is wrong with them.
  package static func markdown(
    _ paths: [String]
  ) -> (text: String, diagnostics: [Diagnostic]) {
    var definitions: [IndicatorDefinition] = []
    var diagnostics: [Diagnostic] = []
    for path in paths {
      do throws(IndicatorFileError) {
        definitions += try IndicatorFiles.definitions(in: path)
      } catch {
        diagnostics += error.diagnostics
      }
    }
    return (IndicatorReference(definitions).markdown, diagnostics)
  }
}
