/// The parts of the template that are tables. `data-label` repeats the heading of a column for
/// narrow screens, where each row is folded into a block.
enum TableTemplates {
  /// The files of the release.
  static let published = """
    {{#publishedSection}}
    <section{{#empty(files)}} class="bare"{{/empty(files)}} aria-labelledby="published">
    <h2 id="published">Published files</h2>
    <p class="note">{{note}}</p>
    {{^empty(files)}}
    <table class="fold files">
    <caption class="unseen">Published files</caption>
    <thead><tr><th scope="col">File</th><th scope="col">From</th><th scope="col">Privacy</th>\
    <th scope="col" class="number">Rows</th><th scope="col" class="number">Size</th>\
    <th scope="col">SHA-256</th></tr></thead>
    <tbody>
    {{#files}}
    <tr><th scope="row">{{fileName}}</th><td data-label="From"><code>{{producer}}</code></td>\
    <td data-label="Privacy"><span class="privacy {{privacyClass}}">{{privacyWord}}</span></td>\
    <td class="number" data-label="Rows">{{rows}}</td><td class="number" data-label="Size" \
    title="{{exactSize}}">{{size}}</td><td data-label="SHA-256"><code title="{{digest}}">\
    {{digestStart}}…</code></td></tr>
    {{/files}}
    </tbody>
    </table>
    {{/empty(files)}}
    </section>
    {{/publishedSection}}
    """

  /// The refused records by stage and rule.
  static let quarantine = """
    {{#quarantineSection}}
    <section class="quarantine" aria-labelledby="quarantine">
    <h2 id="quarantine">Quarantine</h2>
    <p class="note">{{quarantineTotal}} kept aside. Each is in the folder <code>quarantine/</code> of \
    this run, with its source file, line and rule; only its owner can read it.</p>
    <table>
    <caption class="unseen">Records in quarantine by stage and rule</caption>
    <thead><tr><th scope="col">Stage</th><th scope="col">Rule</th>\
    <th scope="col" class="number">Records</th></tr></thead>
    <tbody>
    {{#rules}}
    <tr><th scope="row">{{ruleStage}}</th><td>{{rule}}</td><td class="number">{{refused}}</td></tr>
    {{/rules}}
    </tbody>
    </table>
    </section>
    {{/quarantineSection}}
    """

  /// The stages with their counts of tasks and records.
  static let stages = """
    <section aria-labelledby="records">
    <h2 id="records">Records by stage</h2>
    <p class="note">Every record is accounted for: read = kept + quarantined + dropped by a named \
    rule.</p>
    <table class="fold flow">
    <caption class="unseen">Tasks and records of every stage</caption>
    <thead><tr><th scope="col">Stage</th><th scope="col">Tasks</th>\
    <th scope="col" class="number">Read</th><th scope="col" class="number">Kept</th>\
    <th scope="col" class="number">Quarantined</th><th scope="col" class="number">Dropped</th>\
    <th scope="col" class="number">Rows out</th></tr></thead>
    <tbody>
    {{#stageRows}}
    <tr class="{{stateClass}}"><th scope="row">{{stageName}} <code class="kind">{{stageKind}}</code>\
    </th><td class="tasks" data-label="Tasks"><svg class="icon" aria-hidden="true">\
    <use href="#state-{{stateClass}}"/></svg>{{taskCounts}}</td>\
    {{#flow}}<td class="number" data-label="Read">{{read}}{{#missing}}<span class="rule missing">\
    {{.}} not accounted for</span>{{/missing}}</td>\
    <td class="number equals" data-label="Kept">{{kept}}</td>\
    <td class="number plus {{quarantinedClass}}" data-label="Quarantined">{{#quarantined}}\(tally)\
    {{/quarantined}}</td>\
    <td class="number plus" data-label="Dropped">{{#dropped}}\(tally){{/dropped}}</td>\
    {{/flow}}\
    {{^flow}}<td class="number absent" data-label="Read">–</td>\
    <td class="number absent" data-label="Kept">–</td>\
    <td class="number absent" data-label="Quarantined">–</td>\
    <td class="number absent" data-label="Dropped">–</td>{{/flow}}\
    <td class="number out{{^rowsOut}} absent{{/rowsOut}}" data-label="Rows out">{{#rowsOut}}\
    <span class="line"><span class="port">{{countName}}</span> {{count}}</span> {{/rowsOut}}\
    {{^rowsOut}}–{{/rowsOut}}\
    </td></tr>
    {{/stageRows}}
    </tbody>
    </table>
    </section>
    """

  /// A number of records with the rules that it is made of; a lone rule stands on its line.
  static let tally = """
    {{#loneRule}}<span class="port">{{.}}</span> {{/loneRule}}<span class="total">{{total}}</span>\
    {{#rules}}<span class="rule">{{countName}} {{count}}</span>{{/rules}}
    """

  /// The tasks as bars.
  static let timeline = """
    {{#timeline}}
    <section aria-labelledby="timeline">
    <h2 id="timeline">Timeline</h2>
    <p class="note">{{timelineNote}}</p>
    {{^empty(bars)}}
    <div{{#isLong}} class="long" tabindex="0" role="region" aria-label="Timeline of tasks"{{/isLong}}>
    <table class="timeline" style="--intervals:{{intervals}}">
    <caption class="unseen">Tasks in the order in which they began, in seconds after the run's start\
    </caption>
    <thead><tr><th scope="col">Task</th><th scope="col" class="axis"><svg role="img" \
    aria-labelledby="axis-title"><title id="axis-title">Seconds after the start of the run</title>\
    {{#ticks}}<text x="{{place}}%" y="12" text-anchor="{{anchor}}">{{tickLabel}}</text>{{/ticks}}\
    </svg></th><th scope="col" class="number">Took</th></tr></thead>
    <tbody>
    {{#bars}}
    <tr class="{{barClass}}"><th scope="row">{{label}}{{#why}}<span class="why">{{.}}</span>{{/why}}\
    </th><td class="lane"><svg role="img" aria-label="{{spanTitle}}"><title>{{spanTitle}}</title>\
    <rect x="{{barStart}}%" y="1" width="{{barWidth}}%" height="10"/></svg></td>\
    <td class="number">{{span}}{{#remark}}<span class="remark">{{.}}</span>{{/remark}}</td></tr>
    {{/bars}}
    </tbody>
    </table>
    </div>
    {{/empty(bars)}}
    </section>
    {{/timeline}}
    """
}
