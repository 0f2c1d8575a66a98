import Pages

/// The template of the page, in Mustache; its first line names how values are escaped.
///
/// It is text in the program and not a resource beside it, so the program stays one file. The page
/// is well-formed XML as well as HTML, so that a machine can read it without an HTML parser. What never
/// changes is a value of it: parsing a template costs more than rendering it.
enum PageTemplate {
  /// The whole page, in parts that are parsed one by one: what parsing costs grows with the square of the length.
  static let parts = [
    top, heading, "<div class=\"outcome\">", TableTemplates.published, TableTemplates.quarantine,
    AccountTemplates.contracts, "</div>", GraphTemplate.text, TableTemplates.stages,
    AccountTemplates.files, TableTemplates.timeline, bottom,
  ].map { "{{% CONTENT_TYPE: \(MarkupContent.name) }}" + $0 }

  private static let top = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta name="robots" content="noindex"/>
    <title>{{pipeline}}: {{statusWords}} · {{runID}}</title>
    <style>{{{style}}}</style>
    </head>
    <body class="is-{{statusClass}}">
    {{{symbols}}}
    <main>
    """

  private static let bottom = """
    </main>
    <footer>
    <p>For research and quality assurance. PCMFlow is not a medical device: nothing on this page is
    for decisions about an individual patient.</p>
    <p>PCMFlow {{version}}</p>
    </footer>
    </body>
    </html>

    """

  /// Who, when, how it ended; what went wrong; what was published and what was kept aside.
  private static let heading = """
    <header>
    <p class="eyebrow">Run report</p>
    <h1>{{pipeline}}</h1>
    {{#pipelineDescription}}<p class="lead">{{.}}</p>{{/pipelineDescription}}
    <p class="verdict"><span class="status"><svg aria-hidden="true"><use href="#status-{{statusClass}}"/>\
    </svg>{{statusWords}}</span> <span>{{verdict}}</span></p>
    <dl class="facts">
    <div><dt>Run</dt><dd><code>{{runID}}</code></dd></div>
    {{#facts}}
    <div><dt>{{term}}</dt><dd>{{value}}</dd></div>
    {{/facts}}
    </dl>
    </header>
    {{^empty(errors)}}
    <section class="errors" aria-labelledby="errors">
    <h2 id="errors">{{errorHeading}}</h2>
    <ol>
    {{#errors}}
    <li>{{#place}}<p class="place">{{.}}</p>{{/place}}<p class="message">{{message}}</p></li>
    {{/errors}}
    </ol>
    </section>
    {{/empty(errors)}}
    {{^empty(warnings)}}
    <section class="warnings" aria-labelledby="warnings">
    <h2 id="warnings">Worth knowing</h2>
    <ul>
    {{#warnings}}
    <li>{{.}}</li>
    {{/warnings}}
    </ul>
    </section>
    {{/empty(warnings)}}
    """

  /// The shapes that are used in several places, drawn once.
  static let symbols = """
    <svg class="symbols" aria-hidden="true" width="0" height="0">
    <defs>
    <symbol id="state-run" viewBox="0 0 12 12"><circle cx="6" cy="6" r="6" fill="currentColor"/>\
    <path d="M3.2 6.2l2 2 3.6-4" class="inner"/></symbol>
    <symbol id="state-reused" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5" class="outer"/>\
    <path d="M3.4 6.2l1.8 1.8 3.3-3.7" class="outer"/></symbol>
    <symbol id="state-failed" viewBox="0 0 12 12"><path d="M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5z" \
    fill="currentColor"/><path d="M4 4l4 4m0-4l-4 4" class="inner"/></symbol>
    <symbol id="state-unreached" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5" class="outer dots"/>\
    </symbol>
    <symbol id="status-succeeded" viewBox="0 0 12 12"><path d="M2 6.5l2.8 2.8L10 3.4" class="outer"/>\
    </symbol>
    <symbol id="status-failed" viewBox="0 0 12 12"><path d="M2.5 2.5l7 7m0-7l-7 7" class="outer"/>\
    </symbol>
    <symbol id="status-contractBroken" viewBox="0 0 12 12"><path d="M6 1v6.2M6 9.6v1.6" \
    class="outer"/></symbol>
    <symbol id="status-terminated" viewBox="0 0 12 12"><rect x="2" y="2" width="8" height="8" \
    fill="currentColor"/></symbol>
    <symbol id="status-running" viewBox="0 0 12 12"><path d="M3 1.5v9L10.5 6z" fill="currentColor"/>\
    </symbol>
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/>\
    <rect width="2.5" height="6" class="hatch-line"/></pattern>
    </defs>
    </svg>
    """
}
