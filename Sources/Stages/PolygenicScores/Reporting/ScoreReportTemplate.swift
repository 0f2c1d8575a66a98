internal import Pages

/// The template of the page, in Mustache, in parts that are parsed one by one: what parsing costs grows with the
/// square of the length.
enum ScoreReportTemplate {
  static let parts = [top, matching, quality, distributions, ancestry, risks, bottom].map {
    "{{% CONTENT_TYPE: \(MarkupContent.name) }}" + $0
  }

  private static let top =
    PageTop.template(eyebrow: "Polygenic scores") + """
      </header>
      """

  private static let bottom = """
    </main>
    <footer>
    <p>For research and quality assurance. PCMFlow is not a medical device: nothing on this page is
    for decisions about an individual patient. Scores, references and rates are those of the definition;
    whether they hold for these people is for its authors to judge.</p>
    </footer>
    </body>
    </html>

    """

  private static let matching = """
    {{#matchSection}}
    <section aria-labelledby="matching">
    <h2 id="matching">Matching</h2>
    <p class="note">What became of the rows of each scoring file; shares of what matched, by rows, by the size of
    the weights, and by the variance that they carry where allele frequencies are given.</p>
    <ul class="keys" aria-label="Legend">
    <li><span class="key part-0"></span>matched</li>
    <li><span class="key part-1"></span>excluded by a rule</li>
    <li><span class="key part-2"></span>unmatched</li>
    </ul>
    <table class="fold">
    <caption class="unseen">Rows of each score by outcome</caption>
    <thead><tr><th scope="col">Score</th><th scope="col" class="number">Rows</th>\
    <th scope="col" class="number">Matched</th><th scope="col" class="number">Excluded</th>\
    <th scope="col" class="number">Unmatched</th><th scope="col" class="shares">Shares</th>\
    <th scope="col" class="number">Rows</th><th scope="col" class="number">Weight</th>\
    <th scope="col" class="number">Variance</th><th scope="col">Overlap</th></tr></thead>
    <tbody>
    {{#matchRows}}
    <tr><th scope="row">{{accession}}</th><td class="number" data-label="Rows">{{rows}}</td>\
    <td class="number" data-label="Matched">{{matched}}</td>\
    <td class="number" data-label="Excluded">{{excluded}}</td>\
    <td class="number" data-label="Unmatched">{{unmatched}}</td>\
    <td class="shares"><div class="stack" role="img" \
    aria-label="{{matched}} matched, {{excluded}} excluded, {{unmatched}} unmatched">{{#parts}}\
    <span class="part-{{number}}" style="width:{{width}}%"></span>{{/parts}}</div></td>\
    <td class="number" data-label="By rows">{{rate}}</td>\
    <td class="number" data-label="By weight">{{weight}}</td>\
    <td class="number" data-label="By variance">{{variance}}</td>\
    <td data-label="Overlap">{{verdict}}</td></tr>
    {{/matchRows}}
    </tbody>
    </table>
    {{#explained}}
    <details><summary>{{accession}}: why rows do not count</summary>
    <table class="plain"><caption class="unseen">Rows of {{accession}} that do not count, by reason</caption>
    <thead><tr><th scope="col">Outcome</th><th scope="col">Reason</th>\
    <th scope="col" class="number">Rows</th></tr></thead>
    <tbody>
    {{#reasonRows}}
    <tr><th scope="row">{{status}}</th><td>{{reason}}</td><td class="number">{{count}}</td></tr>
    {{/reasonRows}}
    </tbody></table></details>
    {{/explained}}
    </section>
    {{/matchSection}}
    """

  private static let quality = """
    {{#qualitySection}}
    <section aria-labelledby="quality">
    <h2 id="quality">Quality</h2>
    <p class="note">How well the variants were measured: allele frequencies against the expected ones, genotypes \
    that are there, reference alleles against the genome.</p>
    <table class="fold">
    <thead><tr><th scope="col">Score</th><th scope="col" class="number">Variants</th>\
    <th scope="col" class="number">Frequency deviates</th>\
    <th scope="col" class="number">REF disagrees</th>\
    <th scope="col" class="number">Lowest call rate</th></tr></thead>
    <tbody>
    {{#qualityRows}}
    <tr><th scope="row">{{accession}}</th><td class="number" data-label="Variants">{{variants}}</td>\
    <td class="number" data-label="Frequency deviates">{{deviating}}</td>\
    <td class="number" data-label="REF disagrees">{{disagreeing}}</td>\
    <td class="number" data-label="Lowest call rate">{{callRate}}</td></tr>
    {{/qualityRows}}
    </tbody>
    </table>
    {{#remarkable}}
    <details><summary>{{accession}}: {{listHeading}}</summary>
    <table class="plain"><caption class="unseen">{{accession}}: {{listHeading}}</caption>
    <thead><tr><th scope="col">Variant</th><th scope="col">Effect allele</th>\
    <th scope="col" class="number">Frequency</th><th scope="col" class="number">Expected</th>\
    <th scope="col" class="number">Call rate</th><th scope="col">Why</th></tr></thead>
    <tbody>
    {{#listed}}
    <tr><th scope="row">{{place}}</th><td>{{allele}}</td><td class="number">{{frequency}}</td>\
    <td class="number">{{expected}}</td><td class="number">{{callRate}}</td><td>{{remark}}</td></tr>
    {{/listed}}
    </tbody></table></details>
    {{/remarkable}}
    </section>
    {{/qualitySection}}
    """

  /// Drawings side by side.
  private static let figures = """
    <div class="plots">
    {{#figures}}
    <figure><figcaption>{{caption}}<span class="note">{{captionNote}}</span></figcaption>
    {{{svg}}}
    {{^empty(keys)}}<ul class="keys" aria-label="Legend">
    {{#keys}}<li>{{{sample}}}{{name}}</li>{{/keys}}
    </ul>{{/empty(keys)}}
    </figure>
    {{/figures}}
    </div>
    """

  private static let distributions = """
    {{#distributionSection}}
    <section aria-labelledby="distributions">
    <h2 id="distributions">Distributions</h2>
    <p class="note">{{distributionNote}}</p>
    \(figures)
    {{^empty(remarkRows)}}
    <table class="plain"><caption>Values that are absent</caption>
    <thead><tr><th scope="col">Score</th><th scope="col">Why</th>\
    <th scope="col" class="number">People</th></tr></thead>
    <tbody>
    {{#remarkRows}}
    <tr><th scope="row">{{accession}}</th><td>{{remark}}</td><td class="number">{{count}}</td></tr>
    {{/remarkRows}}
    </tbody></table>
    {{/empty(remarkRows)}}
    </section>
    {{/distributionSection}}
    """

  private static let ancestry = """
    {{#ancestrySection}}
    <section aria-labelledby="ancestry">
    <h2 id="ancestry">Ancestry</h2>
    <p class="note">{{ancestryNote}}</p>
    <div class="plots">
    <div>\(figures)</div>
    <div>
    <table class="plain"><caption>Most similar population</caption>
    <thead><tr><th scope="col">Population</th><th scope="col" class="number">Reference</th>\
    <th scope="col" class="number">People scored</th></tr></thead>
    <tbody>
    {{#populationRows}}
    <tr><th scope="row">{{name}}</th><td class="number">{{reference}}</td>\
    <td class="number">{{people}}</td></tr>
    {{/populationRows}}
    </tbody></table>
    </div>
    </div>
    </section>
    {{/ancestrySection}}
    """

  private static let risks = """
    {{#riskSection}}
    <section aria-labelledby="risk">
    <h2 id="risk">Absolute risk</h2>
    <p class="note">With death from other causes competing; strata are those of the definition.</p>
    \(figures)
    <div class="plots">
    {{#stratumTables}}
    <table class="plain strata"><caption>{{accession}}: people by stratum</caption>
    <thead><tr><th scope="col">Stratum</th><th scope="col" class="number">People</th>\
    <th scope="col" class="number">Share</th><th scope="col" class="bar">\
    <span class="unseen">Share as a bar</span></th>\
    <th scope="col" class="number">Mean risk</th></tr></thead>
    <tbody>
    {{#stratumRows}}
    <tr><th scope="row">{{stratum}}</th><td class="number">{{people}}</td>\
    <td class="number">{{share}}</td>\
    <td class="bar"><div class="stack" aria-hidden="true"><span class="part-0" \
    style="width:{{width}}%"></span></div></td>\
    <td class="number">{{mean}}</td></tr>
    {{/stratumRows}}
    </tbody></table>
    {{/stratumTables}}
    </div>
    </section>
    {{/riskSection}}
    """
}
