// @ts-check
/* How the panel looks: calm water, deep blue, and the red and green of a fairway's marks. */

export const STYLE = `
:host { --deep: #0b2f4e; --blue: #14507d; --water: #f1f6f9; --card: #fff; --ink: #14212b;
  --soft: #4a5b68; --line: #cdd9e1; --edge: #71838f; --green: #dff5ec; --green-ink: #0c5a43;
  --wait: #fff3d6; --wait-ink: #684600; --red: #a32617; --mine: #14507d; }
@media (prefers-color-scheme: dark) {
  :host { --deep: #0a2136; --blue: #8ecbf3; --water: #0f1a22; --card: #1b2933; --ink: #e9f0f4;
    --soft: #aabbc7; --line: #32444f; --edge: #8398a5; --green: #123a30; --green-ink: #a5ecd3;
    --wait: #3d3213; --wait-ink: #ffe0a0; --red: #ffab9c; --mine: #1c5a8a; }
}
.panel, .panel * { box-sizing: border-box; }
.panel { position: fixed; inset: auto; inset-block-end: 1.25em; inset-inline-end: 1.25em; margin: 0;
  padding: 0; border: 1px solid var(--line); inline-size: 27em; block-size: min(43em, 100dvh - 2.5em);
  max-inline-size: none; max-block-size: none; background: var(--water); color: var(--ink);
  border-radius: 1.1em; box-shadow: 0 1em 3.5em #061b2e5c; overflow: hidden; flex-direction: column; }
.panel[open] { display: flex; animation: rise .18s; }
@keyframes rise { from { opacity: 0; translate: 0 .75em; } }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.icon { inline-size: 1.35em; block-size: 1.35em; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
button, select, textarea { font: inherit; color: inherit; }
button, select { cursor: pointer; min-block-size: 2.5em; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
p, ul, h2 { margin: 0; }

header { background: var(--deep); color: #fff; flex: none; position: relative; }
header :focus-visible { outline-color: #fff; outline-offset: -2px; }
header h2:focus-visible { outline: none; }
.bar { display: flex; align-items: center; gap: .35em; padding: .7em .6em .6em 1em; }
.bar .mark { inline-size: 1.9em; block-size: 1.9em; }
h2 { font-size: 1.02em; line-height: 1.25; font-weight: 650; flex: 1; padding-inline: .3em; text-wrap: balance; }
select { background: transparent; border: 1px solid #ffffff80; border-radius: .6em;
  padding: 0 .35em; font-size: .875em; max-inline-size: 8em; }
option { background: var(--card); color: var(--ink); }
.round, .items button, .fate button { background: none; border: 0; }
.round { display: grid; place-items: center; inline-size: 2.5em; border-radius: 50%; padding: 0; }
.round:hover, select:hover { background: #ffffff24; }
.bar .round .icon { stroke-width: 2.4; }
.menu .round .icon { stroke-width: 3.4; }
.menu { position: relative; }
.items { position: absolute; z-index: 1; inset-inline-end: -2.5em; inset-block-start: calc(100% + .3em); min-inline-size: 15em;
  background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: .8em; padding: .35em;
  box-shadow: 0 .6em 2em #061b2e4d; }
.items button { display: block; inline-size: 100%; text-align: start; border-radius: .5em; padding: .45em .8em; }
.items button:hover { background: var(--water); }
.items :focus-visible { outline-color: var(--blue); }
.owner { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .75em; font-size: .9em;
  padding: .35em .7em .35em 1.1em; background: #ffffff14; min-block-size: 3em;
  border-block-start: 2px dashed #9fe8cf66; }
.status { flex: 1; display: flex; align-items: center; gap: .6em; line-height: 1.3; }
.status::before { content: ""; flex: none; inline-size: .65em; block-size: .65em; border-radius: 50%;
  border: 2px solid #9fe8cf; }
header[data-owner="lots"] .owner { background: var(--green); color: var(--green-ink); font-weight: 600; }
header[data-owner="lots"] .status::before { background: currentColor; border-color: currentColor; }
header[data-owner="waiting"] .owner { background: var(--wait); color: var(--wait-ink); font-weight: 600; }
header[data-owner="waiting"] .status::before { border-color: currentColor; animation: breathe 1.6s infinite alternate; }
header[data-owner="waiting"] .owner :focus-visible { outline-color: currentColor; }
@keyframes breathe { to { opacity: .25; } }
.owner button { background: none; border: 1px solid currentColor; border-radius: 2em; padding: .1em .9em;
  min-block-size: 2.25em; font-weight: 600; }

.scroller { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; position: relative;
  padding: 1.1em 1em .6em; }
.scroller:focus-visible { outline-offset: -3px; }
.intro { background: var(--card); border: 1px solid var(--line); border-radius: .9em; padding: 1em;
  margin-block-end: 1.1em; font-size: .94em; position: relative; overflow: hidden; }
.intro::before { content: ""; position: absolute; inset: 0 0 auto; block-size: 4px;
  background: linear-gradient(to right, #ff9b85 50%, #9fe8cf 50%); }
.log { display: flex; flex-direction: column; gap: 1.1em; }
.message { max-inline-size: 92%; align-self: flex-start; overflow-wrap: anywhere; }
.heading, .translated, .fate { color: var(--soft); font-size: .8125em; margin: 0 .3em .25em; }
.heading time { margin-inline-start: .3em; }
.heading b { color: var(--ink); }
.body { background: var(--card); border: 1px solid var(--line); border-radius: .3em 1em 1em 1em;
  padding: .7em .95em; display: grid; gap: .6em; }
.body p, .translated p { white-space: pre-line; }
.translated, .fate { margin: .25em .3em 0; }
.body a { color: var(--blue); text-underline-offset: .18em; }
.visitor { align-self: flex-end; max-inline-size: 86%; }
.visitor .heading { text-align: end; }
.visitor .body { background: var(--mine); border-color: var(--mine); color: #fff; border-radius: 1em .3em 1em 1em; }
.lots .body { background: var(--green); border-color: var(--green-ink); }
.lots .heading b { color: var(--green-ink); }
.notice { align-self: stretch; max-inline-size: none; }
.notice .body { background: none; border: 0; border-inline-start: 3px solid var(--edge); border-radius: 0;
  padding: .1em .9em; color: var(--soft); font-size: .94em; }
.notice .heading { margin-inline-start: 1.3em; }
.sources, .verdict, .typing, .writing { font-size: .875em; color: var(--soft); }
.sources { border-block-start: 1px solid var(--line); padding-block-start: .5em; }
.sources .label { font-weight: 600; }
.translated summary { width: fit-content; min-height: 1.5rem; cursor: pointer; text-decoration: underline; }
ul { list-style: ""; padding: 0; }
li { padding-block: .15em; }
.body .icon { inline-size: .85em; block-size: .85em; margin-inline-start: .25em; vertical-align: -.05em; }
.checked::before { content: "· "; }
.choices, .verdict, .confirm { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .6em; }
.choices button, .verdict button, .confirm button { background: var(--card); border: 1.5px solid var(--blue);
  color: var(--blue); border-radius: 1.4em; padding: .3em 1em; text-align: start; line-height: 1.35; font-weight: 550; }
.choices .quiet { border: 0; background: none; color: var(--soft); font-weight: 400; text-decoration: underline; }
.choices button:hover, .verdict button:hover, .owner button:hover { text-decoration: underline; }
.choices [aria-disabled] { cursor: default; color: var(--soft); border-color: var(--line); text-decoration: none; }
.choices .chosen { background: var(--line); color: var(--ink); }
.suggestions { margin-block-start: .8em; }
.fate { text-align: end; }
.failed .fate { color: var(--red); }
.fate button { color: var(--blue); text-decoration: underline; font-weight: 600; }
.verdict { align-items: center; margin: .9em .3em 0; }
.verdict button { border-width: 1px; padding-block: .1em; min-block-size: 2.3em; }
.typing, .writing { padding: .6em .4em 0; }
.typing { min-block-size: 2.5em; }
.dots { display: inline-flex; gap: .3em; }
.dots i { inline-size: .5em; block-size: .5em; border-radius: 50%; background: var(--edge); animation: breathe .7s infinite alternate; }
.dots i:nth-child(2) { animation-delay: .2s; }
.dots i:nth-child(3) { animation-delay: .4s; }

.foot { flex: none; background: var(--card); border-block-start: 1px solid var(--line); padding: .7em;
  padding-block-end: max(.7em, env(safe-area-inset-bottom)); }
.problem:not(:empty) { color: var(--red); font-size: .9em; padding: .1em .4em .6em; }
.composer { display: flex; gap: .5em; align-items: flex-end; position: relative; }
textarea { flex: 1; min-inline-size: 0; resize: none; background: var(--card); border: 1.5px solid var(--edge); border-radius: 1.3em;
  padding: .5em 1em; min-block-size: 2.85em; max-block-size: 9em; line-height: 1.45; overflow-y: auto; }
textarea::placeholder { color: var(--soft); opacity: 1; }
textarea[aria-invalid] { border-color: var(--red); }
textarea:focus-visible { outline-offset: 0; outline-width: 2px; }
.count { position: absolute; inset-inline-end: 4.2em; inset-block-end: -.55em; background: var(--card);
  padding-inline: .4em; font-size: .75em; color: var(--soft); }
.count.over { color: var(--red); font-weight: 700; }
.send { flex: none; inline-size: 2.85em; block-size: 2.85em; border: 2px solid transparent; border-radius: 50%; background: var(--mine);
  color: #fff; display: grid; place-items: center; padding: 0; }
.send:hover { background: var(--deep); }
.confirm { margin: 0; padding: .2em .3em .8em; }
.confirm p { flex-basis: 100%; }
.confirm .danger { border-color: var(--red); color: var(--red); }

@media (max-width: 36em), (max-height: 30em) {
  .panel { inset: 0; inline-size: 100%; block-size: 100dvh; max-block-size: var(--room, 100dvh); border: 0; border-radius: 0; }
}
@media (max-height: 30em) {
  .panel[open] { display: block; overflow-y: auto; }
  .scroller { overflow: visible; min-block-size: 6em; }
}
@media (max-width: 22em) {
  .bar { flex-wrap: wrap; justify-content: flex-end; }
  h2 { flex-basis: 60%; }
}
@media (prefers-reduced-motion: reduce) { .panel, .panel * { animation: none !important; } }
@media (forced-colors: active) {
  .panel, .body { border: 1px solid CanvasText; }
  .choices [aria-disabled] { border-color: GrayText; color: GrayText; }
  .dots i, .status::before { forced-color-adjust: none; background: CanvasText; }
  :focus-visible { outline-color: Highlight; }
}`;
