internal import Pages

/// The template of the page, in Mustache, in parts that are parsed one by one.
enum IndicatorReportTemplate {
  static let parts = [top, overview, sections, bottom].map {
    "{{% CONTENT_TYPE: \(MarkupContent.name) }}" + $0
  }

  /// What this page adds to the style of all pages.
  static let style = """
    .course{stroke:var(--bar);stroke-width:1.8}
    .whisker{stroke:var(--ink);stroke-width:1.2}
    .plot .dot{fill:var(--bar)}
    .inner{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}
    .plot .hidden-cell{fill:var(--paper);stroke:var(--amber);stroke-width:1.4;stroke-dasharray:2 1.5}
    .withheld{color:var(--amber);font-style:italic}
    .keys svg path{fill:none}
    .keys svg .dot{fill:var(--bar)}
    h3{font-size:.9375rem;margin:1.1rem 0 0;line-height:1.3}
    .rationale{color:var(--muted);font-size:.875rem;max-width:75ch;margin-top:.25rem}
    section a{color:var(--blue)}
    .views{display:grid;gap:0 2rem;grid-template-columns:minmax(0,1fr)}
    @media (min-width:64rem){.views{grid-template-columns:repeat(2,minmax(0,1fr))}
    .view.wide{grid-column:1/-1}}
    .view{min-width:0}
    .equity{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.5rem 2rem}
    @media (max-width:46rem){.fold tr{grid-template-columns:repeat(3,minmax(0,1fr))}
    .fold td{white-space:normal}}
    """

  private static let top =
    PageTop.template(eyebrow: "Health-technology indicators", isPublic: true) + """
      <ul class="keys" aria-label="Legend">
      <li><svg viewBox="0 0 22 12"><path class="whisker" d="M1 6H21"/><path class="dot" \
      d="M7.4 6a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0Z"/></svg>value with its confidence interval</li>
      <li><svg viewBox="0 0 22 12"><path class="hidden-cell" d="M7 2H15V10H7Z" \
      style="stroke:var(--amber);stroke-dasharray:2 1.5"/></svg>suppressed: too few people to be published</li>
      </ul>
      </header>
      """

  private static let overview = """
    <section aria-labelledby="overview">
    <h2 id="overview">Overview</h2>
    <table class="fold">
    <caption class="unseen">Each indicator as a whole in its latest period</caption>
    <thead><tr><th scope="col">Indicator</th><th scope="col">Period</th>\
    <th scope="col" class="number">Value</th><th scope="col" class="number">Interval</th>\
    <th scope="col">Unit</th><th scope="col" class="number">Denominator</th></tr></thead>
    <tbody>
    {{#overview}}
    <tr><th scope="row"><a href="#{{anchor}}">{{name}}</a> {{label}}</th><td data-label="Period">{{period}}</td>\
    <td class="number {{mark}}" data-label="Value">{{value}}</td><td class="number" data-label="Interval">{{limits}}</td>\
    <td data-label="Unit">{{unit}}</td><td class="number" data-label="Denominator">{{denominator}}</td></tr>
    {{/overview}}
    </tbody>
    </table>
    </section>
    """

  private static let sections = """
    {{#indicators}}
    <section aria-labelledby="{{anchor}}">
    <h2 id="{{anchor}}">{{name}}: {{label}}</h2>
    {{#rationale}}<p class="rationale">{{.}}</p>{{/rationale}}
    <div class="views">
    {{#views}}
    <div class="view">
    <h3>{{heading}}</h3>
    <p class="note">{{note}}</p>
    {{#figures}}
    <figure class="picture"><figcaption><span class="note">{{caption}}</span></figcaption>{{{svg}}}</figure>
    {{/figures}}
    {{#tables}}
    <details><summary>The numbers as a table</summary>
    <table class="fold plain">
    <caption class="unseen">{{caption}}</caption>
    <thead><tr><th scope="col">{{head}}</th><th scope="col" class="number">Counted</th>\
    <th scope="col" class="number">Value</th><th scope="col" class="number">Interval</th></tr></thead>
    <tbody>
    {{#cells}}
    <tr><th scope="row">{{group}}</th><td class="number" data-label="Counted">{{counts}}</td>\
    <td class="number {{mark}}" data-label="Value">{{value}}</td>\
    <td class="number" data-label="Interval">{{limits}}</td></tr>
    {{/cells}}
    </tbody>
    </table>
    </details>
    {{/tables}}
    </div>
    {{/views}}
    </div>
    <div class="equity">
    {{#equity}}
    <div>
    <h3>Inequality by {{dimension}}</h3>
    <p class="note">{{note}}</p>
    <table class="plain">
    <caption class="unseen">{{name}}: measures of inequality by {{dimension}}</caption>
    <thead><tr><th scope="col">Measure</th><th scope="col" class="number">Value</th>\
    <th scope="col" class="number">Interval</th></tr></thead>
    <tbody>
    {{#measureRows}}
    <tr><th scope="row">{{measure}}</th><td class="number">{{value}}</td><td class="number">{{limits}}</td></tr>
    {{/measureRows}}
    </tbody>
    </table>
    </div>
    {{/equity}}
    </div>
    </section>
    {{/indicators}}
    """

  private static let bottom = """
    </main>
    <footer>
    <p>For research and health-technology assessment. Not for decisions about a patient. RD and SII have the unit of the
    indicator; ratios and indices none; PAF is in percent.</p>
    </footer>
    </body>
    </html>

    """
}
