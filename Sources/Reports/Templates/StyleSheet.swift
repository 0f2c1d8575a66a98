/// The style of the page: light, dark and print; system typefaces.
///
/// The hues are those of Okabe and Ito, which people with any colour vision tell apart, darkened on
/// light ground and lightened on dark ground until text reaches a contrast of 4.5 : 1.
enum StyleSheet {
  /// The whole style sheet.
  static let text = [colours, page, tables, drawings, narrow, print].joined(separator: "\n")

  private static let colours = """
    :root{color-scheme:light dark;--paper:#fff;--ground:#f5f6f8;--ink:#1a2330;--muted:#56606d;
    --line:#dce0e6;--faint:#eef0f3;--blue:#005f96;--green:#00694c;--vermillion:#b03f00;
    --amber:#845600;--purple:#93376b;--grey:#4e5967;--segment:#e4eef6;--rim:#b9d2e4;
    --bar:#0072b2;--failed-ground:#fdf1ea;--amber-ground:#fcf5e3;
    --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    @media (prefers-color-scheme:dark){:root{--paper:#171c23;--ground:#0f1318;--ink:#e4e8ee;
    --muted:#a0abb8;--line:#303945;--faint:#222933;--blue:#6cbdf0;--green:#3cc79c;
    --vermillion:#ff9a5c;--amber:#f0b43c;--purple:#e39cc4;--grey:#a9b4c1;--segment:#1d2e3d;
    --rim:#37536a;--bar:#56b4e9;--failed-ground:#2e1f17;--amber-ground:#2b2415}}
    """

  private static let page = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);
    font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main,footer{max-width:84rem;margin:0 auto;padding:0 clamp(.75rem,2.5vw,2rem)}
    header{padding:1.75rem 0 1.25rem}
    h1,h2,p,ol,ul,dl,dd{margin:0}
    h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
    h2{font-size:1.0625rem;line-height:1.3}
    code{font-family:var(--mono);font-size:.875em;overflow-wrap:anywhere}
    .facts code{font-size:.9em}
    .eyebrow{color:var(--muted);font-size:.8125rem;margin-bottom:.125rem}
    .lead{color:var(--muted);margin-top:.25rem;max-width:70ch;overflow-wrap:anywhere}
    .verdict{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-top:1rem;
    font-size:1.125rem;overflow-wrap:anywhere}
    .verdict>span{min-width:0}
    .status{display:inline-flex;align-items:center;gap:.45rem;padding:.2rem .75rem .2rem .6rem;
    border-radius:99px;background:var(--status);color:var(--paper);font-weight:600;font-size:1rem}
    .status svg{width:.8rem;height:.8rem}
    .is-succeeded{--status:var(--green)}.is-failed{--status:var(--vermillion)}
    .is-contractBroken{--status:var(--amber)}.is-terminated{--status:var(--grey)}
    .is-running{--status:var(--blue)}
    .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin-top:1rem}
    .facts dt{color:var(--muted);font-size:.8125rem}
    .facts dd{line-height:1.5rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    section{background:var(--paper);border:1px solid var(--line);border-radius:10px;
    padding:1rem clamp(.75rem,1.6vw,1.25rem) 1.125rem;margin-bottom:1rem;min-width:0}
    .note{color:var(--muted);font-size:.875rem;margin-top:.125rem;overflow-wrap:anywhere}
    .note:empty{display:none}
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
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    .symbols{position:absolute}
    footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem;
    padding-top:.25rem;padding-bottom:2rem;color:var(--muted);font-size:.8125rem}
    summary{cursor:pointer;color:var(--blue);font-size:.875rem}
    details{margin-top:.75rem}
    :focus-visible{outline:2px solid var(--blue);outline-offset:2px}
    """

  private static let tables = """
    table{border-collapse:collapse;width:100%;margin-top:.625rem;font-size:.875rem;
    font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--muted);padding:.25rem 0}
    th,td{text-align:left;vertical-align:baseline;padding:.34rem .875rem .34rem 0;
    border-bottom:1px solid var(--faint);overflow-wrap:anywhere}
    th:last-child,td:last-child{padding-right:0}
    thead th{color:var(--muted);font-weight:500;font-size:.8125rem;border-bottom-color:var(--line);
    white-space:nowrap}
    tbody tr:last-child>*{border-bottom:0}
    tbody th{font-weight:600}
    .plain tbody th{font-weight:400}
    .number{text-align:right;white-space:nowrap}
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
    svg{display:inline-block;overflow:visible}
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
    .scroll{overflow-x:auto}
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

  /// Below 46rem each row of a wide table is a block: its heading, then its cells in a grid.
  private static let narrow = """
    @media (max-width:46rem){
    h1{font-size:1.5rem}.facts{gap:.375rem 1.5rem}
    .outcome section,.outcome .quarantine{flex-basis:100%}
    .fold thead{display:none}
    .fold,.fold tbody,.fold th{display:block}
    .fold tr{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.2rem .75rem;
    padding:.55rem 0;border-bottom:1px solid var(--line)}
    .fold tr:last-child{border-bottom:0}
    .fold th,.fold td{border:0;padding:0;text-align:left}
    .fold th{grid-column:1/-1}
    .fold td[data-label]::before{content:attr(data-label);display:block;float:none;
    color:var(--muted);font-size:.75rem;line-height:1.3}
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
    :root{--paper:#fff;--ground:#fff;--ink:#000;--muted:#444;--line:#bbb;--faint:#ddd;
    --blue:#005f96;--green:#00694c;--vermillion:#b03f00;--amber:#845600;--purple:#93376b;
    --grey:#4e5967;--segment:#e4eef6;--rim:#b9d2e4;--bar:#0072b2;--failed-ground:#fff;
    --amber-ground:#fff}
    body{font-size:10pt}main,footer{max-width:none;padding:0}
    section{break-inside:avoid-page;border-width:0 0 1px;border-radius:0;padding:.5rem 0}
    .errors{border-width:2px;padding:.5rem}
    .status{background:none;color:var(--status);border:1.5px solid var(--status)}
    .scroll{overflow:visible}.picture svg{min-width:0!important}
    .long{max-height:none;overflow:visible}.long thead th{position:static}
    .segment *,.lane svg,.lane rect,.stage *{print-color-adjust:exact;
    -webkit-print-color-adjust:exact}
    tr{break-inside:avoid}
    }
    """
}
