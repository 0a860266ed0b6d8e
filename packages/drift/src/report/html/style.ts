// The look of the page: light, dark, and the system's own colours where these are forced. Blue against grey, and signs
// beside colours, stay apart for every common kind of colour blindness.

const light =
  '--paper:#fbfaf7;--card:#fff;--ink:#1d2329;--soft:#55606a;--line:#e2dfd7;--edge:#8b949c;--ref:#c9ced2;--cur:#0a5f9e;--tint:#0a5f9e24;--shade:#0a5f9e14;--alarm:#b23a08;--warn:#8a5a00;--ok:#1b6e4b;--none:#5f6972;--back:#fbeee6;--h1:#f3d9c6;--h2:#e6a273;--h3:#cf6328;--h4:#93300a;--h0:#e9e7e0'
const dark =
  '--paper:#12161a;--card:#191f25;--ink:#e9e7e2;--soft:#a6b0b9;--line:#2d363e;--edge:#6d7882;--ref:#4d5861;--cur:#6cbaf5;--tint:#6cbaf52e;--shade:#6cbaf51a;--alarm:#ff9350;--warn:#e5b33d;--ok:#63c795;--none:#a6b0b9;--back:#2b2019;--h1:#4a3526;--h2:#8a5029;--h3:#d06c2e;--h4:#ffa466;--h0:#252c33'
const forced =
  '--paper:Canvas;--card:Canvas;--ink:CanvasText;--soft:CanvasText;--line:GrayText;--edge:CanvasText;--ref:GrayText;--cur:Highlight;--tint:transparent;--shade:transparent;--alarm:CanvasText;--warn:CanvasText;--ok:CanvasText;--none:CanvasText;--back:Canvas;--h1:GrayText;--h2:Highlight;--h3:Highlight;--h4:CanvasText;--h0:Canvas'

/** The style sheet. */
export const style: string = `:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
@media (forced-colors:active){:root{${forced}} .key,.strip{border:1px solid CanvasText}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1160px;margin:0 auto;padding:28px 16px 48px}
h1,h2,h3,p,dl,dd,ul,figure{margin:0}
h1{font-size:clamp(1.5rem,4vw,2.2rem);line-height:1.2;font-weight:650;text-wrap:balance;overflow-wrap:anywhere}
h1 small{font-size:1rem;font-weight:400;color:var(--soft);white-space:nowrap}
h2{font-size:1.25rem;line-height:1.3;margin:2.6rem 0 .5rem}
h3{display:inline;font-size:1.05rem;font-weight:600;overflow-wrap:anywhere}
h3 small{font-weight:400;color:var(--soft);font-size:.86rem}
bdi{overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--edge);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
a:focus-visible,summary:focus-visible{outline:2px solid var(--cur);outline-offset:3px;border-radius:2px}
code{font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere;color:var(--soft)}
small{font-size:.86em;color:var(--soft)}
section>p{max-width:46rem;font-size:.94rem}
.soft,section>p{color:var(--soft)}
.kicker{color:var(--soft);font-size:.9rem}
.verdict{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;align-items:baseline;border-left:6px solid;padding:.7rem 0 .7rem 1rem;margin:1rem 0 1.1rem}
.verdict.alarm,.verdict.warn{background:var(--back)}
.verdict .word{font-size:1.7rem;font-weight:650;line-height:1.2;color:inherit}
.verdict>div{flex:1 1 22rem;color:var(--ink)}
.verdict>div p{max-width:46rem}
.alarm{color:var(--alarm)}.warn{color:var(--warn)}.ok{color:var(--ok)}.inconclusive{color:var(--none)}
.counts{margin:0 0 1.2rem}
.counts ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;font-size:.92rem;margin-top:.35rem}
svg{display:block;width:100%;height:auto;overflow:visible}
svg.bar{height:10px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,250px),1fr));gap:1rem 1.8rem;border-top:1px solid var(--line);padding-top:1rem}
.facts dt{font-weight:600;font-size:.86rem}
.facts dd{font-size:.92rem;color:var(--soft)}
.facts ul{padding-left:1.1rem}
.legend{font-size:.88rem;margin-bottom:.4rem}
.nowrap{display:inline-block}
.key{display:inline-block;width:14px;height:10px;margin:0 .15rem 0 .5rem;border-radius:1px}
.legend .key:first-child,figcaption .key:first-child{margin-left:0}
.key.h2,.key.h3,.key.h4{margin-left:0}
.key.ref{background:var(--ref)}.key.cur{background:var(--cur)}.key.h0{background:var(--h0)}.key.h2{background:var(--h2)}.key.h3{background:var(--h3)}.key.h4{background:var(--h4)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;font-weight:400;vertical-align:middle}
thead th{color:var(--soft);font-size:.82rem;vertical-align:bottom;line-height:1.25}
td,th{padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line)}
tr>:last-child{padding-right:0}
.columns thead th{border-bottom:1px solid var(--edge)}
.columns tbody th{min-width:11rem;max-width:22rem}
.columns tbody th a{font-weight:600;text-decoration-line:none}
.columns tbody th a:hover{text-decoration-line:underline}
.shape svg{width:120px;height:26px}.far{min-width:13rem;line-height:1.2}.far small{display:inline-block}.time{width:24%;min-width:120px}
svg.size{height:12px;margin:.15rem 0}svg.strip{height:20px}svg.spark{overflow:hidden}
.n{white-space:nowrap}
.on{display:none}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.lanes,.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:1.1rem 2rem;margin:.9rem 0}
svg.lane{height:64px;margin-top:.5rem}
figure>svg,.charts .ends{max-width:460px}figure>svg.lane{max-width:none}
figcaption{font-size:.84rem;line-height:1.4;color:var(--soft);margin-bottom:.4rem}
figcaption b{display:block;color:var(--ink);font-size:.92rem}
p.ends{display:flex;justify-content:space-between;gap:1rem;font-size:.8rem;color:var(--soft)}
details{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.5rem 0;padding:0 1rem}
summary{cursor:pointer;padding:.6rem 0;list-style-position:outside;margin-left:1rem}
details[open]{padding-bottom:1rem}
details p{max-width:56rem;font-size:.94rem}
[id^=c]{scroll-margin-top:3.6rem}
.tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:1.1rem 2rem;align-items:start;border-top:1px solid var(--line);padding-top:.9rem}
.tables dl{display:grid;gap:.5rem;font-size:.9rem}
.tables dt,caption,.cap{font-weight:600;font-size:.86rem;text-align:left}
.tables dd{color:var(--soft)}
.tables td,.tables thead th+th{text-align:right}
.tables tbody th{overflow-wrap:anywhere}.tables thead th{white-space:nowrap}
.tables td{white-space:nowrap}
.tables p{font-size:.86rem;margin-top:.3rem}
.cats{list-style:none;padding:0;display:grid;gap:.3rem;font-size:.88rem}
.cats li{display:grid;grid-template-columns:minmax(5rem,32%) 1fr 7.4rem;gap:.6rem;align-items:center;line-height:1.25}
.cats .n{font-size:.82rem;color:var(--soft);text-align:right}
.cats .n b{color:var(--ink)}
svg.pair{height:16px}
footer{margin-top:2rem;font-size:.86rem;color:var(--soft)}
svg text{font-size:10.5px;fill:var(--soft)}.ends text{text-anchor:end}.mids text{text-anchor:middle}
svg path{stroke:none;fill:none}
svg .ref{fill:var(--ref)}svg .bar{fill:var(--cur)}svg .tint{fill:var(--tint)}svg .open{fill:var(--shade)}svg .shade{fill:var(--shade)}svg .refs{stroke:var(--ref)}svg .bars{stroke:var(--cur)}.size .track{fill:var(--h0)}.size .mark{fill:var(--ink)}.spark .refs,.spark .bars{stroke-width:2.4}svg .part{stroke:var(--h3)}svg .cut{fill:var(--card)}
svg .cur{stroke:var(--cur);stroke-width:1.8;stroke-linejoin:round;vector-effect:non-scaling-stroke}
svg .null{stroke:var(--soft);stroke-width:1.3;stroke-dasharray:4 3}
svg .dots{stroke:var(--cur);stroke-width:5;stroke-linecap:round}
svg .grid{stroke:var(--line)}svg .axis{stroke:var(--edge);vector-effect:non-scaling-stroke}
svg .alarm{fill:var(--alarm)}svg .warn{fill:var(--warn)}svg .ok{fill:var(--ok)}svg .inconclusive{fill:var(--edge)}
svg .h1{fill:var(--h1)}.strip path{stroke-width:20}.strip .h0{stroke:var(--h0)}.strip .h1{stroke:var(--h1);fill:none}.strip .h2{stroke:var(--h2)}.strip .h3{stroke:var(--h3)}.strip .h4{stroke:var(--h4)}.strip .axis{stroke-width:2}
@media (max-width:940px){
.columns,.columns tbody{display:block}
.columns thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.columns tr{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:.15rem 1rem;border-bottom:1px solid var(--line);padding:.6rem 0;align-items:center}
.columns td,.columns tbody th{border:0;padding:0;min-width:0;max-width:none;width:auto}
.columns tbody th{grid-column:1/-1}
.shape svg{width:100%}
.on{display:inline}
.columns .n{white-space:normal}
.columns .score,.columns .chance,.columns .far small{font-size:.84rem;color:var(--soft)}
.columns .time{grid-column:1/-1}
svg.strip{height:14px}
}
@media (max-width:760px){
svg text{font-size:13px}
.cats li{grid-template-columns:1fr 7.4rem}
.cats li svg{grid-column:1/-1;grid-row:2}
details{padding:0 .8rem}
}
@media print{details::details-content{content-visibility:visible;block-size:auto}figure,tr{break-inside:avoid}}
`
