// The look of <psoas-body>: the canvas, the picture in its place, the names beside the parts, and the words below.
export const LOOK = new CSSStyleSheet(); // made by a script, so that the page's policy need not allow inline styles
LOOK.replaceSync(`
  :host { display: block; position: relative; overflow: hidden; min-height: 12rem; border-radius: inherit; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; touch-action: pan-y; cursor: grab; }
  canvas:active { cursor: grabbing; }
  figure { margin: 0; height: 100%; display: flex; flex-direction: column; align-items: center; gap: .5rem; }
  figure img { flex: 1; min-height: 0; max-width: 100%; object-fit: contain; }
  figcaption { padding: .5rem; text-align: center; }
  .names, .names svg { position: absolute; inset: 0; pointer-events: none; }
  .names { container-type: size; overflow: hidden; }
  .names svg { height: 100%; width: 100%; }
  .names p { background: var(--label, transparent); border-radius: .4rem; padding: .1rem .35rem; font-size: .8125rem; line-height: 1.25; margin: 0; max-width: min(9rem, 29%); position: absolute; }
  .names p.left { left: .5rem; text-align: start; }
  .names p.right { right: .5rem; text-align: end; }
  .names strong, .names span { display: block; }
  .names path { fill: none; stroke: currentcolor; stroke-width: 1; opacity: .55; }
  .names circle { fill: currentcolor; }
  @container (max-width: 30rem) { .names span { display: none; } }
  .brief, .told { inset: auto 0 0; margin: 0; padding: .4rem .6rem; pointer-events: none; position: absolute; text-align: center; }
  .brief { background: var(--label, transparent); font-size: clamp(1.5rem, 5.4vmin, 4.5rem); font-weight: 750; line-height: 1.1; }
  .told { font-size: .875rem; font-weight: 600; }
  .brief:empty, .told:empty { display: none; }
`);
