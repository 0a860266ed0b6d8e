// The page's look: light and dark, one column on a phone, two on a desk. Blue and orange stay apart for
// every common kind of colour blindness.

/** The style sheet. */
export const style = `
:root { color-scheme: light dark; --paper: #fcfbf8; --card: #fff; --ink: #1d2329; --soft: #5c6670; --line: #e3e0d8; --grey: #a9b0b6; --blue: #0a5f9e; --orange: #c94f0c; --shade: #f6e6da }
@media (prefers-color-scheme: dark) { :root { --paper: #12161a; --card: #191f25; --ink: #e9e7e2; --soft: #a3adb6; --line: #2d363e; --grey: #66717b; --blue: #62b4f2; --orange: #ff9350; --shade: #33251b } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 1120px; margin: 0 auto; padding: 28px 18px 56px }
h1, h2 { font-family: Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, serif; font-weight: 600; line-height: 1.15; text-wrap: balance }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); margin: 0 0 .5rem }
h2 { font-size: 1.5rem; margin: 3rem 0 .4rem; padding-top: 1rem; border-top: 2px solid var(--ink) }
h4 { font-size: .82rem; margin: 0 0 .3rem; font-weight: 600 }
p { margin: 0 0 .8rem; max-width: 44rem; text-wrap: pretty }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 1.6rem 0 0; padding: 0 }
.tiles div { border-top: 3px solid var(--blue); padding-top: .5rem }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.1; font-weight: 600 }
.tiles span { display: block }
.tiles span, figcaption, .image p, .map p, footer, td small { color: var(--soft); font-size: .86rem; line-height: 1.4 }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 18px; margin: 1.2rem 0 }
.two { grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)) }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px; display: flex; flex-direction: column; gap: 10px; justify-content: space-between }
figure ul { margin: 0 auto auto 0 }
figure.wide { margin: 1.2rem 0 }
figcaption b { color: var(--ink); font-size: .98rem; display: block; text-wrap: balance }
figcaption { max-width: 46rem }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { font-size: 11px; fill: var(--soft) }
@media (max-width: 560px) { svg text { font-size: 12.5px } }
svg text.tight { font-size: 10.5px }
svg text.value { fill: var(--ink); font-weight: 600 }
svg text.warn { fill: var(--orange); font-weight: 600 }
.blue { fill: var(--blue); stroke: none } .orange { fill: var(--orange) } .before { fill: var(--grey) } .shade { fill: var(--shade) }
.range { stroke-width: 2; fill: none } .range.blue, .path.blue { stroke: var(--blue); fill: none } .range.orange, .path.orange { stroke: var(--orange); fill: none }
.path { stroke-width: 1.8; stroke-linejoin: round }
.ring { fill: var(--card); stroke: var(--blue); stroke-width: 1.6 }
.grid-line, line.grid { stroke: var(--line); stroke-width: 1 }
.bound { stroke: var(--orange); stroke-width: 1.2; stroke-dasharray: 5 3 }
.pixels { border: 1px solid var(--line); border-radius: 2px }
.pixels .paper { fill: var(--card) } .ink { fill: var(--ink) } .heat { fill: var(--orange) }
.mark { fill: none; stroke: var(--ink); stroke-width: 1.2 }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); gap: 16px }
@media (max-width: 560px) { .maps { grid-template-columns: 1fr 1fr } }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 6px } .map p { margin: .2rem 0 0 }
.rows { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 18px }
.images { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; max-width: 420px }
@media (min-width: 900px) { .rows { grid-template-columns: repeat(5, 1fr) } .images { grid-template-columns: 1fr 1fr } }
 .image p { margin: .15rem 0 0; font-size: .78rem } .image p.wrong { color: var(--orange); font-weight: 600 }
.scroll { overflow-x: auto; margin: 1rem 0 } table { border-collapse: collapse; width: 100%; font-size: .88rem }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--ink); padding: .3rem .6rem .3rem 0; vertical-align: bottom }
td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; white-space: nowrap } td.n, th.n { text-align: right } .alarm { color: var(--orange); font-weight: 600 }
ul { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: .5rem } li { padding-left: 1.6rem; position: relative } li::before { content: '✓'; position: absolute; left: .2rem; color: var(--blue); font-weight: 700 } li.broken::before { content: '✗'; color: var(--orange) } li span { color: var(--soft); font-size: .88rem; display: block }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line) } footer a { color: inherit }
`
