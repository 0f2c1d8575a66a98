internal import Pages

/// The template of the page, in Mustache, in parts that are parsed one by one.
enum PlasmaReportTemplate {
  static let parts = [top, patients, assay, bottom].map {
    "{{% CONTENT_TYPE: \(MarkupContent.name) }}" + $0
  }

  /// What this page adds to the style of all pages.
  static let style = """
    .course{stroke:var(--bar);stroke-width:1.6}
    .whisker{stroke:var(--ink);stroke-width:1.1}
    .plot .seen{fill:var(--bar)}
    .plot .unseen-mark{fill:var(--paper);stroke:var(--ink);stroke-width:1.1}
    .detectable{stroke:var(--vermillion);stroke-width:2}
    .plot .levels{fill:var(--bar)}
    .fit{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:4 3}
    .keys svg path{fill:none}
    .keys svg .seen{fill:var(--bar)}
    .keys svg .unseen-mark{fill:var(--paper);stroke:var(--ink)}
    .answer{font-weight:600}
    .positive,.detected{color:var(--vermillion)}
    .negative,.undetected{color:var(--green)}
    .indeterminate{color:var(--amber)}
    .shown{font-weight:600}
    .outlier{color:var(--vermillion);font-weight:600}
    .outlier::after{content:" outlier";font-weight:400;font-size:.75rem}
    .wide{min-width:44rem}
    .visits th{white-space:nowrap}.visits td{overflow-wrap:normal}
    .case{display:grid;gap:1rem 2rem}
    @media (min-width:64rem){.case{grid-template-columns:minmax(20rem,26rem) minmax(0,1fr)}}
    @media (max-width:46rem){.wide{min-width:0}.fold tr{grid-template-columns:repeat(2,minmax(0,1fr))}
    .fold td{white-space:normal}}
    """

  private static let top =
    PageTop.template(eyebrow: "Circulating tumour DNA") + """
      <ul class="keys" aria-label="Legend">
      <li><svg viewBox="0 0 22 12"><path class="whisker" d="M11 0V12"/><path class="seen" \
      d="M7.4 6a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0Z"/></svg>detected, with its 95 % interval</li>
      <li><svg viewBox="0 0 22 12"><path class="unseen-mark" d="M11 10L15 3L7 3Z"/></svg>not detected: \
      at most the upper limit of its interval</li>
      <li><svg viewBox="0 0 22 12"><path class="detectable" d="M2 6H20"/></svg>what the sample would have shown \
      19 times in 20 (LoD95)</li>
      </ul>
      </header>
      """

  private static let patients = """
    {{#patients}}
    <section aria-label="{{name}}">
    <h2>{{name}}</h2>
    <div class="case">
    <figure class="picture"><figcaption>ctDNA fraction</figcaption>{{{plot}}}</figure>
    <div>
    <table class="fold visits">
    <caption class="unseen">Samples of {{name}}</caption>
    <thead><tr><th scope="col">Date</th><th scope="col">Answer</th><th scope="col">ctDNA fraction</th>\
    <th scope="col">LoD95</th><th scope="col">Mean VAF</th><th scope="col">Copies/mL</th>\
    <th scope="col">Ratio to baseline</th></tr></thead>
    <tbody>
    {{#visitRows}}
    <tr><th scope="row">{{date}}</th><td class="answer {{mark}}" data-label="Answer">{{answer}}</td>\
    <td data-label="ctDNA fraction">{{disease}}</td><td data-label="LoD95">{{limit}}</td>\
    <td data-label="Mean VAF">{{fraction}}</td><td data-label="Copies/mL">{{copies}}</td>\
    <td data-label="Ratio to baseline">{{ratio}}</td></tr>
    {{/visitRows}}
    </tbody>
    </table>
    </div>
    </div>
    {{#variantTable}}
    <details><summary>Sites: {{caption}}</summary>
    <div class="scroll">
    <table class="fold wide">
    <caption class="unseen">Mutant molecules of all molecules at each variant of {{name}}</caption>
    <thead><tr><th scope="col">Variant</th><th scope="col" class="number">In the tumour</th>\
    {{#dates}}<th scope="col" class="number">{{.}}</th>{{/dates}}</tr></thead>
    <tbody>
    {{#variantRows}}
    <tr><th scope="row">{{name}}</th><td class="number" data-label="In the tumour">{{share}}</td>\
    {{#cells}}<td class="number {{mark}}" data-label="{{date}}">{{text}}</td>{{/cells}}</tr>
    {{/variantRows}}
    </tbody>
    </table>
    </div>
    </details>
    {{/variantTable}}
    </section>
    {{/patients}}
    """

  private static let assay = """
    {{#assay}}
    <section aria-labelledby="assay">
    <h2 id="assay">The assay</h2>
    <p class="note">How often each level of the dilution series was detected, and the limits by CLSI EP17-A2. The
    horizontal axis counts powers of ten: −3 is 0.1 %.</p>
    <div class="case">
    <figure class="picture">{{{plot}}}</figure>
    <div>
    <table class="fold">
    <caption class="unseen">Limits of the assay</caption>
    <thead><tr><th scope="col">Limit</th><th scope="col">Method</th><th scope="col">Value</th>\
    <th scope="col" class="number">Results</th></tr></thead>
    <tbody>
    {{#limitRows}}
    <tr><th scope="row">{{name}}</th><td data-label="Method">{{method}}</td><td data-label="Value">{{value}}</td>\
    <td class="number" data-label="Results">{{results}}</td></tr>
    {{/limitRows}}
    </tbody>
    </table>
    <table class="plain">
    <caption class="unseen">Levels of the dilution series</caption>
    <thead><tr><th scope="col">Level</th><th scope="col" class="number">Detected</th>\
    <th scope="col" class="number">CV</th></tr></thead>
    <tbody>
    {{#levelRows}}
    <tr><th scope="row">{{level}}</th><td class="number">{{detected}}</td><td class="number">{{variation}}</td></tr>
    {{/levelRows}}
    </tbody>
    </table>
    </div>
    </div>
    </section>
    {{/assay}}
    """

  private static let bottom = """
    </main>
    <footer>
    <p>For research and quality assurance. PCMFlow is not a medical device: nothing on this page decides
    about a patient.
    "Negative" says that less than the LoD95 may be there, not that there is nothing.</p>
    </footer>
    </body>
    </html>

    """
}
