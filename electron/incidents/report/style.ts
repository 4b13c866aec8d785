/** How the report looks: on a screen in both themes, and on paper. */
import { Html } from './html.ts';

export const style = new Html(`<style>
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #16191d; --soft: #454c54; --line: #c3c9d0; --panel: #f3f5f7;
  --good: #0b5a2b; --bad: #9b1212; --care: #7a4300; --files: #2f6fb0; --memory: #6a52a8; --freeze: #b34700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171a; --text: #f1f3f5; --soft: #c2c9d1; --line: #464e57; --panel: #1e2328;
    --good: #86e0a5; --bad: #ffaaa3; --care: #ffcb7d; --files: #79b4ee; --memory: #b9a4f2; --freeze: #ffa066;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 62rem; background: var(--back); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", sans-serif;
}
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.4rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
p { margin: .4rem 0; }
.hint, .about { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: .6rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; }
table.findings td:last-child { width: 100%; }
td.figure { white-space: nowrap; font-variant-numeric: tabular-nums; }
code, pre { font: .875rem/1.45 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--panel); padding: .7rem .9rem; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0 1rem; }
.box { border: 1px solid var(--line); border-left: 6px solid var(--soft); border-radius: 6px; padding: .6rem 1rem; margin: .8rem 0; }
.box.bad { border-left-color: var(--bad); } .box.care { border-left-color: var(--care); } .box.good { border-left-color: var(--good); }
.bad > strong, strong.bad { color: var(--bad); } strong.care { color: var(--care); } strong.good { color: var(--good); }
figure { margin: .6rem 0 1rem; } figure svg { max-width: 100%; height: auto; display: block; }
svg text { font-size: 13px; fill: var(--text); } svg line { stroke: var(--line); }
svg rect { fill: var(--files); } svg .memory { fill: var(--memory); } svg .freeze { fill: var(--freeze); }
svg .failed { fill: var(--bad); } svg .undone { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .intent { fill: var(--care); }
@media print {
  :root {
    --back: #ffffff; --text: #000000; --soft: #333333; --line: #999999; --panel: #f3f3f3;
    --good: #0b5a2b; --bad: #9b1212; --care: #7a4300; --files: #2f6fb0; --memory: #6a52a8; --freeze: #b34700;
  }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, h3 { break-after: avoid; } tr, figure, .box { break-inside: avoid; }
}
</style>`);
