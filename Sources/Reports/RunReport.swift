import Mustache
import Pages
package import PipelineModel

/// The page that shows what happened in a run.
package enum RunReport {
  /// Writes the page of a run: one self-contained HTML file, well-formed as XML too.
  ///
  /// The page has no script and refers to nothing outside itself. Every value of the record is
  /// escaped, so a stage may have any name. Size is linear in stages, edges and errors; of the
  /// tasks 200 are drawn. Throws only when the template itself is at fault.
  package static func html(_ record: RunRecord) throws -> String {
    let view = PageView(record).node
    return try templates.get().map { $0.render(view) }.joined(separator: "\n")
  }

  /// Reads the templates, so that the page itself takes less time: for a thread that has nothing better to do.
  package static func prepare() { _ = templates }

  private static let templates = Result {
    MarkupContent.register()
    return try PageTemplate.parts.map { try MustacheTemplate(string: $0) }
  }
}
