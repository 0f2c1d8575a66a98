internal import Mustache
internal import Pages
internal import PipelineModel

/// A part of a page.
struct RoundSection {
  let id: String
  let heading: String
  let note: String
  /// Markup.
  let body: String
}

/// A page of a round as the template reads it.
struct RoundPageView {
  /// A fact of the heading.
  struct Fact {
    let term: String
    let value: String
  }

  let title: String
  let eyebrow: String
  let lead: String
  let facts: [Fact]
  let sections: [RoundSection]
  let closing: String
  /// The style sheet; what a printed page has at its foot is in it.
  let style: String
}

/// The template of the pages of a round, parsed once for all of them.
struct RoundPageTemplate: Sendable {
  private let parts: [MustacheTemplate]

  /// Parses the template.
  init() throws(StageError) {
    MarkupContent.register()
    do {
      parts = try [Self.top, Self.sections, Self.bottom].map {
        try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkupContent.name) }}" + $0)
      }
    } catch {
      throw StageError(.internal, "the template of the page is wrong: \(error)")
    }
  }

  /// The page: one HTML file without scripts that needs nothing beside itself.
  func html(_ view: RoundPageView) -> String {
    parts.map { $0.render(view) }.joined(separator: "\n")
  }

  /// The style of a page, with a line for the foot of each printed page.
  static func style(foot: String) -> String {
    let text = foot.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? String(scalar) : "\\" + String(scalar.value, radix: 16) + " "
    }.joined()
    return [
      BaseStyle.text, PlotStyle.text, own,
      "@page{size:A4;margin:14mm 13mm 16mm;@bottom-left{content:\"\(text)\";font:8pt sans-serif;color:#444}"
        + "@bottom-right{content:\"page \" counter(page) \" of \" counter(pages);font:8pt sans-serif;color:#444}}",
    ].joined(separator: "\n")
  }

  private static let top =
    PageTop.template(eyebrow: "{{eyebrow}}", title: "{{title}} – {{eyebrow}}") + """
      </header>
      """

  private static let sections = """
    {{#sections}}
    <section aria-labelledby="{{id}}">
    <h2 id="{{id}}">{{heading}}</h2>
    <p class="note">{{note}}</p>
    {{{body}}}
    </section>
    {{/sections}}
    """

  private static let bottom = """
    </main>
    <footer>
    <p>{{closing}}</p>
    </footer>
    </body>
    </html>

    """

  /// What these pages add to the style of all pages: verdicts have a sign and a word beside their colour.
  private static let own = """
    h3{font-size:.9375rem;margin:1.1rem 0 .25rem;line-height:1.3}
    h3+.plots{margin-top:.25rem}
    .plots.many{grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
    .number+td:not(.number){padding-left:1rem}
    .keys .dots{stroke-width:5}
    a{color:var(--blue)}
    .acceptable,.good{color:var(--green)}.warning,.minor{color:var(--amber);font-weight:600}
    .action,.critical{color:var(--vermillion);font-weight:600}
    td.acceptable::before,td.good::before{content:"✓ "/""}
    td.warning::before,td.minor::before{content:"△ "/""}
    td.action::before,td.critical::before{content:"✗ "/""}
    .look{list-style:none;padding:0;margin:.5rem 0 0;display:grid;gap:.3rem}
    .look li{padding-left:1.5rem;text-indent:-1.5rem;overflow-wrap:anywhere}
    .look li::before{display:inline-block;width:1.5rem;text-indent:0;font-weight:700}
    .look .is-action::before{content:"✗"/"";color:var(--vermillion)}
    .look .is-warning::before{content:"△"/"";color:var(--amber)}
    .look .is-good::before{content:"✓"/"";color:var(--green)}
    .plot .own{fill:var(--blue);stroke:var(--paper);stroke-width:1}
    .plot .own-line{stroke:var(--blue);stroke-width:1.8}
    .plot .pooled{fill:var(--paper);stroke:var(--ink);stroke-width:1.2}
    .plot .pooled-line{stroke:var(--ink);stroke-width:1.2}
    .plot .flagged{fill:var(--vermillion);stroke:var(--paper);stroke-width:.6}
    .keys .own{fill:var(--blue)}.keys .pooled{fill:var(--paper);stroke:var(--ink)}
    .keys .flagged{fill:var(--vermillion)}
    .warning-limit{stroke:var(--amber);stroke-dasharray:3 3}
    .action-limit{stroke:var(--vermillion);stroke-dasharray:none;stroke-width:1}
    .plot path.right,.keys .right{fill:var(--bar)}
    .plot path.excused,.keys .excused{fill:var(--rim)}
    .plot path.wrong,.keys .wrong{fill:var(--vermillion)}
    .plot path.absent,.keys .absent{fill:var(--faint);stroke:var(--muted);stroke-width:.8}
    .plot text.in-bar{font-weight:600;font-size:11px}
    .plot text.in-bar.right,.plot text.in-bar.wrong{fill:var(--paper)}
    .plot text.in-bar.excused,.plot text.in-bar.absent{fill:var(--ink)}
    .digest{font-family:var(--mono);font-size:.8125em}
    figure details table{font-size:.8125rem}
    .fold td[data-label]::before{font-weight:400}
    @media (max-width:46rem){.fold:not(.dense) tr{grid-template-columns:repeat(2,minmax(0,1fr))}
    .fold td{white-space:normal}.fold .number+td:not(.number){padding-left:0}
    .fold td.acceptable::after,.fold td.good::after{content:" ✓"/""}
    .fold td.warning::after,.fold td.minor::after{content:" △"/""}
    .fold td.action::after,.fold td.critical::after{content:" ✗"/""}}
    @media print{
    :root{font-size:13px}
    section{break-inside:auto}h2,h3,section>.note,figcaption{break-after:avoid}
    h3{margin-top:.75rem}.plots,.plots.many{margin-top:.75rem;gap:.75rem 1.5rem;
    grid-template-columns:repeat(2,1fr)}h3+.plots{margin-top:.25rem}
    .plot .zone,.plot .own,.plot .flagged,.plot path.right,.plot path.excused,.plot path.wrong,
    .plot path.absent,.dots{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .plot{max-width:78mm}table{font-size:8.5pt}thead{display:table-header-group}
    header{padding-top:0}footer{padding-bottom:0}a{color:inherit;text-decoration:none}
    details:not([open]){display:none}
    }
    """
}
