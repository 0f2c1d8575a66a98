/// The style that all pages share: light, dark and print; system typefaces.
///
/// The hues are those of Okabe and Ito, which people with any colour vision tell apart, darkened on
/// light ground and lightened on dark ground until text reaches a contrast of 4.5 : 1. A page adds what is its own
/// behind it.
package enum BaseStyle {
  /// The whole style sheet.
  package static let text = [colours, page, tables, narrow, print].joined(separator: "\n")

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
    .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin-top:1rem}
    .facts dt{color:var(--muted);font-size:.8125rem}
    .facts dd{line-height:1.5rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    section{background:var(--paper);border:1px solid var(--line);border-radius:10px;
    padding:1rem clamp(.75rem,1.6vw,1.25rem) 1.125rem;margin-bottom:1rem;min-width:0}
    .note{color:var(--muted);font-size:.875rem;margin-top:.125rem;overflow-wrap:anywhere}
    .note:empty{display:none}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem;
    padding-top:.25rem;padding-bottom:2rem;color:var(--muted);font-size:.8125rem}
    summary{cursor:pointer;color:var(--blue);font-size:.875rem}
    details{margin-top:.75rem}
    :focus-visible{outline:2px solid var(--blue);outline-offset:2px}
    svg{display:inline-block;overflow:visible}
    .scroll{overflow-x:auto}
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
    """

  /// Below 46rem each row of a wide table is a block: its heading, then its cells in a grid.
  private static let narrow = """
    @media (max-width:46rem){
    h1{font-size:1.5rem}.facts{gap:.375rem 1.5rem}
    .fold thead{display:none}
    .fold,.fold tbody,.fold th{display:block}
    .fold tr{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.2rem .75rem;
    padding:.55rem 0;border-bottom:1px solid var(--line)}
    .fold tr:last-child{border-bottom:0}
    .fold th,.fold td{border:0;padding:0;text-align:left}
    .fold th{grid-column:1/-1}
    .fold td[data-label]::before{content:attr(data-label);display:block;float:none;
    color:var(--muted);font-size:.75rem;line-height:1.3}
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
    .scroll{overflow:visible}.picture svg{min-width:0!important}
    tr{break-inside:avoid}
    }
    """
}
