// Names that point at places of the body: words beside the body and a line from each, over the canvas.
const GAP = 6;

// Fills `box`, an element over the canvas, with one name for each of `callouts` ({ name, says, x, y } in its pixels).
//
// A name stands on the side of the box that is nearer to its place, and none covers another.
export function placeNames(box, callouts) {
  const { clientWidth: width, clientHeight: height } = box;
  const words = callouts.map(({ name, says }) => {
    const word = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = name;
    const more = document.createElement("span");
    more.textContent = says;
    word.append(strong, more);
    return word;
  });
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  box.replaceChildren(lines, ...words);
  const sorted = callouts.map((callout, number) => ({ ...callout, word: words[number] })).sort((one, other) => one.y - other.y);
  const middle = sorted.reduce((sum, { x }) => sum + x, 0) / Math.max(sorted.length, 1);
  const sides = { left: [], right: [] };
  for (const one of sorted) {
    const wanted = one.x < middle ? "left" : "right";
    const fuller = sides[wanted].length > sorted.length / 2;
    sides[fuller ? (wanted === "left" ? "right" : "left") : wanted].push(one);
  }
  for (const [side, names] of Object.entries(sides)) {
    let below = GAP;
    for (const one of names) {
      one.word.className = side;
      const tall = one.word.offsetHeight;
      one.top = Math.max(below, Math.min(one.y - tall / 2, height - tall - GAP));
      below = one.top + tall + GAP;
    }
    let above = height - GAP;
    for (const one of [...names].reverse()) {
      const tall = one.word.offsetHeight;
      one.top = Math.min(one.top, above - tall);
      above = one.top - GAP;
      one.word.style.top = `${one.top}px`;
      const from = side === "left" ? one.word.offsetLeft + one.word.offsetWidth + 3 : one.word.offsetLeft - 3;
      lines.append(...pointer(from, one.top + tall / 2, one.x, one.y));
    }
  }
  lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

function pointer(fromX, fromY, x, y) {
  return [
    ["path", { d: `M${fromX} ${fromY}L${x} ${y}` }],
    ["circle", { cx: x, cy: y, r: 3 }],
  ].map(([kind, values]) => {
    const part = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [key, value] of Object.entries(values)) part.setAttribute(key, value);
    return part;
  });
}
