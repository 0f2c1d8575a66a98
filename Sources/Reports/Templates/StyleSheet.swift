import Pages

/// What the page of a run adds to the style that all pages share.
enum StyleSheet {
  /// The whole style sheet.
  static let text = [BaseStyle.text, page, tables, drawings, narrow, print].joined(separator: "\n")

  private static let page = """
    .verdict{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-top:1rem;
    font-size:1.125rem;overflow-wrap:anywhere}
    .verdict>span{min-width:0}
    .status{display:inline-flex;align-items:center;gap:.45rem;padding:.2rem .75rem .2rem .6rem;
    border-radius:99px;background:var(--status);color:var(--paper);font-weight:600;font-size:1rem}
    .status svg{width:.8rem;height:.8rem}
    .is-succeeded{--status:var(--green)}.is-failed{--status:var(--vermillion)}
    .is-contractBroken{--status:var(--amber)}.is-terminated{--status:var(--grey)}
    .is-running{--status:var(--blue)}
    .errors{border:2px solid var(--vermillion);background:var(--failed-ground)}
    .errors h2{color:var(--vermillion)}
    .is-contractBroken .errors{border-color:var(--amber);background:var(--amber-ground)}
    .is-contractBroken .errors h2,.warnings h2{color:var(--amber)}
    .errors ol,.warnings ul{padding-left:1.25rem;margin-top:.5rem}
    .errors li+li{margin-top:.75rem}
    .errors li:only-child{list-style:none;margin-left:-1.25rem}
    .message{white-space:pre-wrap;overflow-wrap:anywhere}
    .place{color:var(--muted);font-size:.875rem;overflow-wrap:anywhere}
    .warnings li{overflow-wrap:anywhere}
    .outcome{display:flex;flex-wrap:wrap;gap:0 1rem}
    .outcome section{flex:3 1 36rem}
    .outcome .quarantine{flex:1 1 18rem}
    .outcome .bare{flex-basis:100%}
    .quarantine table{max-width:44rem}
    .symbols{position:absolute}
    """

  private static let tables = """
    .rule,.remark{display:block}
    .rule,.why,.remark{color:var(--muted);font-size:.8125rem;font-weight:400;
    white-space:normal}
    .flow .kind{font-weight:400;color:var(--muted)}
    .flow .icon{width:.75rem;height:.75rem;margin-right:.4rem;vertical-align:-.05em}
    .equals::before,.plus::before{content:"=";color:var(--muted);float:left;margin-right:.5rem}
    .plus::before{content:"+"}
    .equals,.plus{padding-left:.25rem}
    .some .total{color:var(--amber);font-weight:700}
    .missing,.failed .remark,.failed .tasks{color:var(--vermillion);font-weight:600}
    .absent,.unreached th,.unreached .tasks{color:var(--muted)}
    .port{color:var(--muted);font-size:.8125rem;margin-right:.2rem;white-space:normal}
    .out .line{display:block}
    .privacy{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:99px;
    font-size:.8125rem;line-height:1.35}
    .privacy.identifiable{color:var(--purple);font-weight:600}
    .privacy.aggregate{color:var(--amber);border-style:dashed}
    .privacy.released,.privacy.unknown{color:var(--muted);border-style:dotted}
    .long{max-height:34rem;overflow-y:auto;margin-top:.625rem}
    .long table{margin-top:0}
    .long thead th{position:sticky;top:0;background:var(--paper);z-index:1}
    .timeline th:first-child{width:36%}
    .timeline tbody th{font-weight:400}
    .why{margin-left:.6rem}
    .timeline .axis,.timeline .lane{padding-left:0;padding-right:0}
    .timeline .lane{vertical-align:middle;border-right:1px solid var(--line);
    background:linear-gradient(to right,var(--line) 1px,transparent 1px) 0 0 /
    calc(100% / var(--intervals)) 100%}
    .timeline .number{width:8rem}
    .remark{white-space:nowrap}
    """

  private static let drawings = """
    .axis svg,.lane svg{display:block;width:100%;height:12px}
    .axis svg{height:15px}
    .axis text{fill:var(--muted);font-size:12px;font-weight:500}
    .lane rect{fill:var(--bar);stroke:var(--bar);stroke-width:1.5}
    .failed .lane rect{fill:url(#hatch);stroke:var(--vermillion)}
    .hatch-ground{fill:var(--paper)}.hatch-line{fill:var(--vermillion)}
    .inner{fill:none;stroke:var(--paper);stroke-width:1.6;stroke-linecap:round;
    stroke-linejoin:round}
    .outer{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;
    stroke-linejoin:round}
    [id^=status] .outer{stroke-width:2.2}
    .dots{stroke-dasharray:1.5 2.4}
    .run{--state:var(--blue)}.reused{--state:var(--green)}.failed{--state:var(--vermillion)}
    .unreached{--state:var(--muted)}
    .flow .icon,.stage use,.legend svg{color:var(--state,var(--ink))}
    .picture{margin:.625rem 0 .5rem}
    .picture svg{display:block;width:100%;max-width:var(--whole);min-width:var(--least);height:auto;
    margin:0 auto}
    .rim{fill:var(--rim);stroke:var(--rim);stroke-width:2}
    .ground{fill:var(--segment)}
    path.rim{fill:none;stroke-width:16}
    path.ground{fill:none;stroke:var(--segment);stroke-width:14}
    .stage rect{fill:var(--paper);stroke:var(--state);stroke-width:1.4}
    .stage.failed rect{fill:var(--failed-ground);stroke-width:2.6}
    .stage.unreached rect{stroke-dasharray:4 3.5}
    .stage text{fill:var(--ink);font-family:var(--mono)}
    .stage .name{font-size:13px;font-weight:700}
    .stage .kind{font-size:11.5px;fill:var(--muted)}
    .stage .state{font:500 12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;
    fill:var(--state)}
    .edge path{fill:none}
    .edge .line{stroke:var(--edge);stroke-width:1.6}
    .edge .head{fill:var(--edge)}
    .edge .reach{stroke:transparent;stroke-width:11;pointer-events:stroke}
    .edge:hover .line{stroke-width:3}
    .identifiable{--edge:var(--purple)}.aggregate{--edge:var(--amber)}
    .released,.unknown{--edge:var(--muted)}
    .edge.aggregate .line{stroke-dasharray:6 4}
    .edge.released .line,.edge.unknown .line{stroke-dasharray:1.5 3.5}
    .legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.125rem 1.5rem;
    color:var(--muted);font-size:.8125rem}
    .legend li{display:flex;align-items:center;gap:.45rem}
    .legend svg{width:12px;height:12px;flex:none}
    .legend .wide{width:28px}
    .swatch{fill:var(--segment);stroke:var(--rim)}
    """

  private static let narrow = """
    @media (max-width:46rem){
    .outcome section,.outcome .quarantine{flex-basis:100%}
    .flow tr{grid-template-columns:repeat(2,minmax(0,1fr));gap:.1rem .75rem}
    .flow td{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .4rem;white-space:normal}
    .flow .tasks,.flow .out{grid-column:1/-1}
    .flow .tasks[data-label]::before{display:none}
    .flow .equals[data-label]::before{content:"= " attr(data-label)}
    .flow .plus[data-label]::before{content:"+ " attr(data-label)}
    .flow .equals,.flow .plus{padding-left:0}
    .flow td[data-label]::before{margin-right:0}
    .flow td>.port,.flow td>.rule{order:1;flex-basis:100%}
    .flow .absent{display:none}
    .flow .icon{margin-right:0}
    .picture svg{min-width:var(--whole)}
    .files td:nth-of-type(1),.files td:nth-of-type(2),.files td:nth-of-type(5){grid-column:span 2}
    .timeline,.timeline tbody,.timeline thead{display:block}
    .timeline tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.2rem .75rem;
    padding:.35rem 0;border-bottom:1px solid var(--faint)}
    .timeline th:first-child,.timeline .number{width:auto}
    .timeline th,.timeline td{border:0;padding:0}
    .timeline .axis,.timeline .lane{grid-column:1/-1;order:1}
    .timeline thead th{background:var(--paper)}
    .long thead{position:sticky;top:0;background:var(--paper);z-index:1}
    }
    """

  private static let print = """
    @media print{
    .errors{border-width:2px;padding:.5rem}
    .status{background:none;color:var(--status);border:1.5px solid var(--status)}
    .long{max-height:none;overflow:visible}.long thead th{position:static}
    .segment *,.lane svg,.lane rect,.stage *{print-color-adjust:exact;
    -webkit-print-color-adjust:exact}
    }
    """
}
