/// The part of the template that draws the graph of stages, with its legend and its table.
enum GraphTemplate {
  static let text = """
    {{#graph}}
    <section aria-labelledby="stages">
    <h2 id="stages">Stages</h2>
    <div class="scroll picture" tabindex="0" role="region" aria-label="Graph of stages">
    <svg role="img" aria-labelledby="graph-title graph-description" viewBox="0 0 {{graphWidth}} \
    {{graphHeight}}" style="--whole:{{graphWidth}}px;--least:{{leastWidth}}px">
    <title id="graph-title">Graph of the stages of {{pipeline}}</title>
    <desc id="graph-description">{{graphSummary}}</desc>
    {{#segments}}
    <g class="segment"><title>{{segmentTitle}}</title>
    {{#links}}<path class="rim" d="{{.}}"/>{{/links}}
    {{#grounds}}<rect class="rim" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" \
    rx="12"/>{{/grounds}}
    {{#links}}<path class="ground" d="{{.}}"/>{{/links}}
    {{#grounds}}<rect class="ground" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" \
    rx="12"/>{{/grounds}}
    </g>
    {{/segments}}
    {{#connections}}
    {{#curves}}
    <g class="edge {{privacyClass}}"><title>{{from}}.{{port}} → {{to}}: {{type}}, {{privacyWord}}\
    </title><path class="reach" d="{{line}}"/><path class="line" d="{{line}}"/><path class="head" \
    d="{{head}}"/></g>
    {{/curves}}
    {{/connections}}
    {{#nodes}}
    <g class="stage {{stateClass}}"><title>{{nodeTitle}}</title>{{#frame}}<rect x="{{x}}" y="{{y}}" \
    width="{{width}}" height="{{height}}" rx="6"/>{{/frame}}<text class="name" x="{{textX}}" \
    y="{{nameY}}">{{nodeName}}</text><text class="kind" x="{{textX}}" y="{{kindY}}">{{nodeKind}}\
    </text><use href="#state-{{stateClass}}" x="{{iconX}}" y="{{iconY}}" width="11.5" \
    height="11.5"/><text class="state" x="{{stateX}}" y="{{stateY}}">{{nodeState}}</text></g>
    {{/nodes}}
    </svg>
    </div>
    \(legend)
    {{^empty(connections)}}
    <details>
    <summary>{{connectionCount}} as a table</summary>
    <div class="scroll">
    <table class="plain">
    <caption>What flows between the stages, and what it says about persons</caption>
    <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">What</th>\
    <th scope="col">Privacy</th></tr></thead>
    <tbody>
    {{#connections}}
    <tr><th scope="row"><code>{{from}}.{{port}}</code></th><td><code>{{to}}</code></td>\
    <td>{{type}}</td><td>{{privacyWord}}</td></tr>
    {{/connections}}
    </tbody>
    </table>
    </div>
    </details>
    {{/empty(connections)}}
    </section>
    {{/graph}}
    """

  /// What the shapes and lines mean.
  private static let legend = """
    <ul class="legend" aria-label="Legend">
    <li class="run"><svg aria-hidden="true"><use href="#state-run"/></svg>run</li>
    <li class="reused"><svg aria-hidden="true"><use href="#state-reused"/></svg>reused, as an earlier \
    run committed it</li>
    <li class="failed"><svg aria-hidden="true"><use href="#state-failed"/></svg>failed</li>
    <li class="unreached"><svg aria-hidden="true"><use href="#state-unreached"/></svg>not reached</li>
    <li><svg class="wide segment" aria-hidden="true"><rect class="swatch" x="1" y="0.5" width="26" \
    height="11" rx="4"/></svg>fused: run together in one task</li>
    <li><svg class="wide edge identifiable" aria-hidden="true"><path class="line" d="M0 6H28"/></svg>\
    identifiable: rows about persons</li>
    <li><svg class="wide edge aggregate" aria-hidden="true"><path class="line" d="M0 6H28"/></svg>\
    aggregate: counts not yet protected</li>
    <li><svg class="wide edge released" aria-hidden="true"><path class="line" d="M0 6H28"/></svg>\
    released: nothing about persons</li>
    </ul>
    """
}
