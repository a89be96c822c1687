// Words of the stage in the size that their place has room for.

const IN_RING = 64; // width of the ring's inside where its line stands

// Set words as large as their box allows.
export function fit(words) {
  if (!words) return;
  const box = words.parentElement;
  let [small, large] = [12, Math.max(12, 0.7 * box.clientHeight)];
  while (large - small > 1) {
    const size = (small + large) / 2;
    words.style.fontSize = `${size}px`;
    if (box.scrollWidth > box.clientWidth || words.offsetHeight > box.clientHeight) large = size;
    else small = size;
  }
  words.style.fontSize = `${small}px`;
}

// Make the line in the ring smaller where it would touch the ring.
export function fitLine(line) {
  line.style.fontSize = "";
  const share = IN_RING / line.getComputedTextLength();
  if (share < 1) line.style.fontSize = `${share * parseFloat(getComputedStyle(line).fontSize)}px`;
}
