// A form is sent once: a second click while the answer is on its way would do the same again.
const ANSWER_MS = 10_000;
let until = 0;
document.addEventListener("submit", (event) => {
  if (performance.now() < until) event.preventDefault();
  else until = performance.now() + ANSWER_MS;
});
addEventListener("pageshow", () => { until = 0; }); // the page has come back from the browser's memory
