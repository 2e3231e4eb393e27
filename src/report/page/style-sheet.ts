import { Html } from "./html.ts";

/** The one style of the page. Its hash is in the page's policy: nothing else may style it. */
export const STYLE = new Html(`
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1a1f26;--soft:#57606c;--line:#e2e6eb;--edge:#868f9b;--link:#0a58a6;
--good:#17744a;--good-bg:#e8f5ee;--good-line:#bfe3cf;--caution:#8a4f00;--caution-bg:#fff4dd;--caution-line:#f0d9a4;--bad:#b3261e;--bad-bg:#fdecea;--bad-line:#f4c7c2;--back:#5a4a9c;--mark:#fff}
@media (prefers-color-scheme:dark){:root{--page:#0e1217;--card:#161b22;--ink:#e7ebf0;--soft:#9ba6b3;--line:#272e38;--edge:#6b7684;--link:#7db8ff;
--good:#5fd397;--good-bg:#11281d;--good-line:#1f4a34;--caution:#f0bd5e;--caution-bg:#2a210f;--caution-line:#514019;--bad:#ff8f85;--bad-bg:#321716;--bad-line:#5f2926;--back:#b7a8f5;--mark:#0e1217}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1.5rem}
main:focus{outline:0}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
code,pre,.name{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.875em}
small{font-size:.8125rem;color:var(--soft)}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:3.25rem 0 .25rem}
section[aria-labelledby]{scroll-margin-top:1rem}
.sprites{position:absolute}
.i{width:1em;height:1em;flex:none;vertical-align:-.125em}
.f{fill:currentColor}.s{fill:none;stroke:var(--mark);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}.o{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.skip{position:absolute;left:-100vw;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:1}
.skip:focus{left:1rem}
.lead{color:var(--soft);margin-bottom:1rem}
.none{color:var(--soft)}
.good{color:var(--good)}.caution{color:var(--caution)}.bad{color:var(--bad)}.back{color:var(--back)}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .5rem;padding-top:1.75rem;padding-bottom:1.25rem}
.tool{color:var(--soft)}
.database{font-weight:650}
header dl{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-left:auto;color:var(--soft);font-size:.9375rem}
header dt{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.environment{color:var(--ink);border:1px solid var(--edge);border-radius:99px;padding:0 .65em}
.verdict{display:flex;gap:1.25rem;padding:1.75rem;border:1px solid;border-radius:14px;--mark:var(--card)}
.verdict>div{min-width:0;color:var(--ink)}
.verdict>.i{width:2.5rem;height:2.5rem;margin-top:.1rem}
.verdict.good{background:var(--good-bg);border-color:var(--good-line);--mark:var(--good-bg)}
.verdict.caution{background:var(--caution-bg);border-color:var(--caution-line)}
.verdict.bad{background:var(--bad-bg);border-color:var(--bad-line);--mark:var(--bad-bg)}
h1{font-size:1.875rem;line-height:1.25;letter-spacing:-.02em;font-weight:680}
.verdict.good h1{color:var(--good)}.verdict.caution h1{color:var(--caution)}.verdict.bad h1{color:var(--bad)}
.meaning{font-size:1.0625rem}
.verdict ul{list-style:none;margin-top:1.1rem;display:grid;gap:.9rem;max-width:48rem}
.problem{font-weight:600}.next{white-space:pre-line}
.checked{margin-top:1.1rem;font-size:.875rem}
.figures{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;padding:1.5rem .25rem 0}
.figures>div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{color:var(--soft);font-size:.875rem}
.figures dd{font-size:1.75rem;line-height:2.25rem;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.figures dd.text{font-size:1.0625rem;letter-spacing:0;font-weight:500}
.figures small{line-height:1}
.figures small{font-weight:400;white-space:nowrap}
.figures .zero dd{color:var(--soft);font-weight:400}
.figures a{color:inherit;text-decoration-color:var(--edge)}
.figures .good{color:var(--ink)}
.steps{list-style:none;background:var(--card);border:1px solid var(--line);border-radius:10px}
.steps>li{padding:.85rem 1.25rem;display:flow-root}
.steps>li+li{border-top:1px solid var(--line)}
h3{font-size:1.0625rem;font-weight:400;line-height:1.5;float:left;margin-right:1rem}
h3~*{clear:left}h3+.facts{clear:none;line-height:1.6}
.number{color:var(--soft)}
.facts{color:var(--soft);font-size:.9375rem}
.hazards{list-style:none}
.hazard{margin-top:.6rem;padding-left:1rem;border-left:2px solid var(--line);--mark:var(--card)}
.what{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem .6rem}
.what span{color:var(--soft);font-size:.875rem}
.hazard.error .what>.i,.hazard.high .what>.i,.hazard.error b,.hazard.high b{color:var(--bad)}
.hazard.medium .what>.i,.hazard.medium b{color:var(--caution)}
.hazard.info .what>.i,.hazard.allowed .what>.i{color:var(--soft)}
summary{cursor:pointer;color:var(--link);width:fit-content}
pre{margin:.5rem 0 0;padding:.8rem 1rem;background:var(--page);border:1px solid var(--line);border-radius:8px;overflow-x:auto;white-space:pre;overflow-wrap:normal;font-size:.875rem}
pre code{font-size:inherit}
.last-try{margin-top:.6rem}
.last-try .i{float:left;color:var(--bad);margin:.28rem .5rem 0 0;--mark:var(--card)}
.error{color:var(--bad);font-size:.9375rem;white-space:pre-wrap}
.remark{color:var(--soft);font-size:.9375rem}
.timeline{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem 1rem;margin-top:.75rem}
.timeline>svg{display:block;overflow:visible}
.timeline text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.tick text,.above,.now-word{text-anchor:middle}
.timeline .above{font-weight:600;fill:var(--ink)}
.level{stroke:var(--line)}.ground,.tick line{stroke:var(--edge)}.now{stroke:var(--edge);stroke-dasharray:2 4}
.at{overflow:visible}
.m line{stroke:currentColor;stroke-width:1.5;opacity:.55}
.m circle,.m rect,.m path{fill:currentColor;stroke:var(--card);stroke-width:1.5}
.m path.halo{stroke:var(--card);stroke-width:6;fill:none;stroke-linecap:square}.m path.cross{stroke:currentColor;stroke-width:2.8;fill:none;stroke-linecap:round}
.dense .m circle{r:3.5px;stroke-width:1}.dense .m.pending circle{r:5.5px;stroke-width:2}
.m.applied{color:var(--good)}.m.failed{color:var(--bad)}.m.taken-back,.m.recorded{color:var(--back)}.m.pending{color:var(--caution)}
.m.recorded rect,.m.pending circle{fill:var(--card);stroke:currentColor;stroke-width:2}
.m.pending line{stroke-dasharray:3 3;opacity:1}
figcaption{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.75rem;color:var(--soft);font-size:.875rem}
.key{display:inline-flex;align-items:center;gap:.35rem}
.key svg{overflow:visible}
figcaption .key{color:var(--soft)}
figcaption .applied svg{color:var(--good)}figcaption .failed svg{color:var(--bad)}figcaption .taken-back svg,figcaption .recorded svg{color:var(--back)}figcaption .pending svg{color:var(--caution)}
.search{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.75rem 0}
.search label{display:grid;gap:.2rem;font-size:.875rem;color:var(--soft);min-width:0}
.search label:first-child{flex:0 1 22rem}
input,select,button{font:inherit;font-size:1rem;color:var(--ink);background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:.45rem .75rem;min-height:2.75rem;width:100%;max-width:100%}
button{width:auto;padding-inline:1.25rem;font-weight:600;cursor:pointer}
button:hover{border-color:var(--ink)}
::placeholder{color:var(--soft);opacity:1}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:10px;border-spacing:0;border-collapse:separate;font-size:.9375rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
td{overflow-wrap:break-word}td.by{overflow-wrap:anywhere;min-width:6.5rem}
th,td{text-align:start;vertical-align:top;padding:.6rem .75rem;font-weight:400}
th:first-child{padding-inline-start:1.25rem}.migrations tbody th{min-width:15rem}.runs .entries{min-width:14rem}td:last-child{padding-inline-end:1.25rem}
thead th{color:var(--soft);font-size:.8125rem;font-weight:600;white-space:nowrap}
tbody th,tbody td{border-top:1px solid var(--line)}
tbody tr:hover>*{background:color-mix(in srgb,var(--page) 55%,transparent)}
.state .i{align-self:center}
.state{display:inline-flex;align-items:baseline;gap:.4rem;white-space:nowrap;font-weight:500;--mark:var(--card)}
time{font-variant-numeric:tabular-nums}
td.when{white-space:nowrap}
td.when small{display:block}
td.took,thead th:nth-child(5){text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.failed-entry+.failed-entry,.failed-entry+details{margin-top:.4rem}
td ul{list-style:none;margin-top:.3rem;display:grid;gap:.15rem}
.runs{margin-top:.75rem}
.runs th:first-child{white-space:nowrap}.runs th small{display:block}
.more{margin-top:.9rem}
footer{color:var(--soft);font-size:.875rem;padding-top:2.5rem;padding-bottom:2.5rem}
@media (max-width:44rem){
header,main,footer{padding-inline:1rem}
header{padding-top:1.1rem;padding-bottom:.9rem}header dl{margin-left:0;flex-basis:100%}
.verdict{padding:1.1rem;gap:.8rem}.verdict>.i{width:1.75rem;height:1.75rem}h1{font-size:1.5rem}
.figures{gap:.9rem 1.75rem}.figures dd{font-size:1.5rem;line-height:2rem}.figures dd.text{line-height:1.4}.figures .wide{flex-basis:100%;flex-direction:row;justify-content:flex-start;align-items:baseline;gap:0 .6rem;flex-wrap:wrap}
h2{margin-top:2.5rem}h3{float:none}
.search label{flex:1 1 100%!important}.search label+label{flex:1 1 8rem!important}
.steps>li,.timeline{padding-inline:1rem}
.minor,.above{display:none}
table.list{border:0;background:none}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.list tbody{display:grid;gap:.6rem}
.list tr{display:flex;flex-wrap:wrap;gap:.1rem .9rem;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem}
.list tbody tr>*{border:0;padding:0;background:none;min-width:0!important}
.list tbody th{flex-basis:100%}.runs tbody th{flex-basis:auto}.runs th small{display:inline;margin-left:.4rem}
.list td.when{flex-basis:100%;white-space:normal}td.when small{display:inline}
.list .entries{flex-basis:100%;display:block}
.list td.by::before{content:"by ";color:var(--soft)}.list td.took::before{content:"took ";color:var(--soft)}.list td.batch::before{content:"batch ";color:var(--soft)}
td.by:has(.none),td.took:has(.none),td.batch:has(.none),td.when:has(.none){display:none}
td.took{text-align:start}
}
@media (prefers-reduced-motion:no-preference){html:focus-within{scroll-behavior:smooth}}
@media (forced-colors:active){.m{forced-color-adjust:none;color:CanvasText!important}.m circle,.m rect,.m path{stroke:Canvas}.m.recorded rect,.m.pending circle{fill:Canvas;stroke:CanvasText}.level,.now,.ground,.tick line{stroke:CanvasText}.timeline text{fill:CanvasText!important}.s{stroke:Canvas}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--edge:#666;color-scheme:light}.search,.skip,.more,footer{display:none}body{font-size:10pt}.verdict,.steps>li,tr,figure{break-inside:avoid}h2{break-after:avoid}a{color:inherit}thead{display:table-header-group}}
`);
