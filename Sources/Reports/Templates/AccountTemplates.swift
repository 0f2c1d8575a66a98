/// The parts of the template about contracts and the accounts of files.
enum AccountTemplates {
  /// The promises about the data.
  static let contracts = """
    {{#contractSection}}
    <section class="contracts" aria-labelledby="contracts">
    <h2 id="contracts">Data contracts</h2>
    <p class="note">{{contractNote}}</p>
    <table class="fold">
    <caption class="unseen">Promises about the data and what was found</caption>
    <thead><tr><th scope="col">Where</th><th scope="col">Promise</th>\
    <th scope="col" class="number">Limit</th><th scope="col">Found</th><th scope="col">Outcome</th>\
    </tr></thead>
    <tbody>
    {{#promises}}
    <tr><th scope="row">{{place}}</th><td data-label="Promise"><code>{{promise}}</code></td>\
    <td class="number" data-label="Limit">{{limit}}</td><td data-label="Found">{{found}}</td>\
    <td class="{{outcomeClass}}" data-label="Outcome">{{outcome}}</td></tr>
    {{/promises}}
    </tbody>
    </table>
    </section>
    {{/contractSection}}
    """

  /// What became of the records of each file.
  static let files = """
    {{#accountSection}}
    <section aria-labelledby="accounts">
    <h2 id="accounts">Records by file</h2>
    <p class="note">{{accountNote}}</p>
    <table class="fold flow">
    <caption class="unseen">Records of every file</caption>
    <thead><tr><th scope="col">File</th><th scope="col">Stage</th>\
    <th scope="col" class="number">Read</th><th scope="col" class="number">Kept</th>\
    <th scope="col" class="number">Quarantined</th><th scope="col" class="number">Dropped</th>\
    </tr></thead>
    <tbody>
    {{#fileRows}}
    <tr><th scope="row" title="{{file}}">{{fileName}}</th><td data-label="Stage">{{stage}}</td>\
    <td class="number" data-label="Read">{{read}}{{#missing}}<span class="rule missing">\
    {{.}} not accounted for</span>{{/missing}}</td>\
    <td class="number equals" data-label="Kept">{{kept}}</td>\
    <td class="number plus {{quarantinedClass}}" data-label="Quarantined">{{#quarantined}}\
    \(TableTemplates.tally){{/quarantined}}</td>\
    <td class="number plus" data-label="Dropped">{{#dropped}}\(TableTemplates.tally){{/dropped}}</td>\
    </tr>
    {{/fileRows}}
    </tbody>
    </table>
    </section>
    {{/accountSection}}
    """
}
