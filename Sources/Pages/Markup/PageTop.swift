/// The beginning of a page, in Mustache: its head, title, lead and facts. The caller closes the header.
///
/// The view has `title`, `style` (a style sheet that is inserted as it is), `lead` and `facts`, each a `term` and a `value`.
package enum PageTop {
  /// The template.
  ///
  /// - Parameters:
  ///   - eyebrow: What the page is about, above the title: words, or a tag of the template.
  ///   - title: The title of the window, as a template.
  ///   - isPublic: Whether search engines may list the page.
  package static func template(
    eyebrow: String, title: String = "{{title}}", isPublic: Bool = false
  ) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    \(isPublic ? "" : "<meta name=\"robots\" content=\"noindex\"/>\n")<title>\(title)</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <main>
    <header>
    <p class="eyebrow">\(eyebrow)</p>
    <h1>{{title}}</h1>
    {{#lead}}<p class="lead">{{.}}</p>{{/lead}}
    <dl class="facts">
    {{#facts}}
    <div><dt>{{term}}</dt><dd>{{value}}</dd></div>
    {{/facts}}
    </dl>

    """
  }
}
