/// A drawing with its caption, the key of its marks, and the same numbers as a table for those who cannot see it.
package struct PlotFigure: Sendable {
  /// A kind of mark, with a sample of it.
  package struct Key: Sendable {
    /// What the mark stands for.
    package let name: String
    /// The sample as SVG within 22 × 12.
    package let sample: String

    /// A key.
    package init(_ name: String, _ sample: String) {
      self.name = name
      self.sample = sample
    }
  }

  private let caption: String
  private let note: String
  private let svg: String
  private let keys: [Key]
  private let table: MarkupTable?

  /// A figure.
  ///
  /// - Parameters:
  ///   - note: A sentence under the caption; empty for none.
  ///   - table: What is drawn in numbers; nil where a table of the page has them.
  package init(
    _ caption: String, note: String = "", svg: String, keys: [Key] = [], table: MarkupTable? = nil
  ) {
    self.caption = caption
    self.note = note
    self.svg = svg
    self.keys = keys
    self.table = table
  }

  /// The figure as HTML.
  package var html: String {
    let escape = MarkupContent().escapeText
    var html = "<figure class=\"picture\"><figcaption>\(escape(caption))"
    if !note.isEmpty { html += "<span class=\"note\">\(escape(note))</span>" }
    html += "</figcaption>\(svg)"
    if !keys.isEmpty {
      html += "<ul class=\"keys\" aria-label=\"Legend\">"
      for key in keys {
        html +=
          "<li><svg viewBox=\"0 0 22 12\" aria-hidden=\"true\">\(key.sample)</svg>\(escape(key.name))</li>"
      }
      html += "</ul>"
    }
    if let table, !table.isEmpty {
      html += "<details><summary>The numbers of this drawing</summary>\n\(table.html)</details>"
    }
    return html + "</figure>\n"
  }
}
