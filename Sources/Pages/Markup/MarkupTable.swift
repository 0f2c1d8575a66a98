/// A table for eyes, screen readers and phones: a caption, headings with their scope, and on narrow pages each cell with
/// the name of its column.
package struct MarkupTable: Sendable {
  /// A column.
  package struct Column: Sendable {
    /// Its heading.
    package let name: String
    /// Whether its cells are numbers, which stand to the right.
    package let isNumber: Bool

    /// A column.
    package init(_ name: String, isNumber: Bool = false) {
      self.name = name
      self.isNumber = isNumber
    }
  }

  /// A cell.
  package struct Cell: Sendable, ExpressibleByStringLiteral {
    /// What it says.
    package let text: String
    /// A class of its own; empty for none.
    package let mark: String
    /// The page beside this one that it leads to; nil for none.
    package let link: String?

    /// A cell.
    package init(_ text: String, mark: String = "", link: String? = nil) {
      self.text = text
      self.mark = mark
      self.link = link
    }

    /// A cell with a fixed text.
    package init(stringLiteral value: String) { self.init(value) }
  }

  /// How the rows are shown.
  package enum Form: String, Sendable {
    /// On narrow pages each row becomes a block (``BaseStyle``).
    case fold
    /// The same, for cells so short that four stand side by side on a phone.
    case dense = "fold dense"
    /// Always as a table, for few columns.
    case plain
  }

  /// Whether there is no row.
  package var isEmpty: Bool { rows.isEmpty }
  private let caption: String
  private let columns: [Column]
  private let rows: [[Cell]]
  private let form: Form

  /// A table; the first cell of each row is its heading.
  ///
  /// - Parameter caption: What the table is about, for those who do not see the heading above it.
  package init(
    _ caption: String, _ columns: [Column], rows: [[Cell]], form: Form = .fold
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.form = form
  }

  /// The table as HTML.
  package var html: String {
    let escape = MarkupContent().escapeText
    let labels = columns.map { escape($0.name) }
    var html =
      "<table class=\"\(form.rawValue)\"><caption class=\"unseen\">\(escape(caption))</caption>"
    html += "<thead><tr>"
    for (column, label) in zip(columns, labels) {
      html += "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>\(label)</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in rows {
      html += "<tr>"
      for (place, cell) in row.enumerated() where place < columns.count {
        let classes = [columns[place].isNumber ? "number" : "", cell.mark].filter { !$0.isEmpty }
        let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        let content = Self.content(cell, escape)
        html +=
          place == 0
          ? "<th scope=\"row\"\(attribute)>\(content)</th>"
          : "<td\(attribute) data-label=\"\(labels[place])\">\(content)</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody></table>\n"
  }

  private static func content(_ cell: Cell, _ escape: (String) -> String) -> String {
    guard let link = cell.link else { return escape(cell.text) }
    return "<a href=\"\(escape(link))\">\(escape(cell.text))</a>"
  }
}
