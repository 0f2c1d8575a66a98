/// The style of plots.
package enum PlotStyle {
  /// The style sheet; it stands behind ``BaseStyle``.
  package static let text = """
    .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));
    gap:1.25rem 2rem;margin-top:.75rem;align-items:start}
    .plots .plots{margin-top:0}
    figure{margin:0;min-width:0}
    figcaption{font-size:.875rem;font-weight:600;overflow-wrap:anywhere}
    figcaption .note{display:block;font-weight:400;font-size:.8125rem}
    .plot{display:block;width:100%;max-width:30rem;height:auto}
    .plot text{fill:var(--muted);font-size:11px}
    .plot .name{fill:var(--ink);font-size:11.5px}
    .plot path{fill:none}
    .grid{stroke:var(--faint)}.base{stroke:var(--muted)}
    .bars{fill:var(--bar)!important;fill-opacity:.35}
    .law{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:4 3}
    .limit{stroke:var(--vermillion);stroke-width:1.3;stroke-dasharray:2 2.5}
    .group-0{--group:var(--blue)}.group-1{--group:var(--vermillion)}.group-2{--group:var(--green)}
    .group-3{--group:var(--purple)}.group-4{--group:var(--amber)}.group-5{--group:var(--grey)}
    .density{stroke:var(--group);stroke-width:1.8}
    .density.group-1,.key-line.group-1{stroke-dasharray:7 2}
    .density.group-2,.key-line.group-2{stroke-dasharray:2 2}
    .density.group-3,.key-line.group-3{stroke-dasharray:7 2 2 2}
    .density.group-4,.key-line.group-4{stroke-dasharray:12 3}
    .density.group-5,.key-line.group-5{stroke-dasharray:1 3}
    .points{fill:var(--group)!important;fill-opacity:.5}
    .dots{stroke:var(--muted);stroke-width:4;stroke-linecap:round;stroke-opacity:.55}
    .plot .zone{fill:var(--segment);fill-opacity:.75}.zone-line{stroke:var(--rim)}
    .assigned{stroke:var(--ink);stroke-width:1.3}
    .people{stroke:var(--ink);stroke-width:.8;stroke-opacity:.75;fill:none}
    .keys{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;
    color:var(--muted);font-size:.8125rem;margin:.25rem 0 0}
    .keys li{display:flex;align-items:center;gap:.4rem}
    .keys svg{width:22px;height:12px;flex:none}
    .key-line{fill:none;stroke:var(--group);stroke-width:1.8}
    .stack{display:flex;height:1.1rem;border:1px solid var(--line);border-radius:4px;overflow:hidden;
    min-width:5rem}
    .shares .stack{min-width:8rem}
    .bar{width:28%}
    @media (max-width:46rem){.fold td.shares{grid-column:1/-1}.bar{display:none}}
    .stack span{display:block}
    .part-0{background:var(--bar)}
    .part-1{background:repeating-linear-gradient(45deg,var(--amber) 0 3px,var(--paper) 3px 6px)}
    .part-2{background:var(--paper)}
    .key{display:inline-block;width:1.4rem;height:.7rem;border:1px solid var(--line);border-radius:2px}
    @media print{.bars,.points,.stack,.stack span,.key{print-color-adjust:exact;
    -webkit-print-color-adjust:exact}figure{break-inside:avoid}
    .plots{grid-template-columns:repeat(2,1fr)}.plots .plots{grid-template-columns:1fr}
    .shares{display:none}th,td{overflow-wrap:normal}.fold th,.fold td{padding-right:.5rem}}
    """
}
