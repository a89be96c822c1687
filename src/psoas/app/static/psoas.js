// The frame around every page: who is here, in which language, the menu of the pages on a small window, the way back to
// the top, and double clicks.
const WHO = ".psoas-who[open]";
const MENU = ".psoas-nav > [aria-expanded='true']";
const FAR = 1.5;

document.addEventListener("click", (event) => {
  const { target } = event;
  const picked = target.closest?.("[data-person]");
  if (picked) {
    document.cookie = `psoas_profile=${picked.dataset.person}; Path=/; SameSite=Strict; Max-Age=31536000`;
    location.reload();
    return;
  }
  const language = target.closest?.("[data-language]");
  if (language) {
    document.cookie = `psoas_language=${language.dataset.language}; Path=/; SameSite=Strict; Max-Age=31536000`;
    location.reload();
    return;
  }
  const open = document.querySelector(MENU);
  const pressed = target.closest?.(".psoas-nav > button");
  if (open) open.setAttribute("aria-expanded", "false");
  else if (pressed) pressed.setAttribute("aria-expanded", "true");
  const who = document.querySelector(WHO);
  if (who && !who.contains(target)) who.open = false;
});
// What a button of the coach does, a double click does once: its second click would begin it again.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.(".q-btn.button")) event.stopImmediatePropagation();
}, { capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(MENU);
  if (menu) {
    menu.setAttribute("aria-expanded", "false");
    menu.focus();
  }
  const who = document.querySelector(WHO);
  if (who) {
    who.open = false;
    who.querySelector("summary").focus();
  }
});
// Where a browser permits it: the page that stands in for the coach while it does not run. A clinic has none.
addEventListener("load", () => {
  if (!document.querySelector("link[rel=manifest]")) return;
  navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {});
});
// The link back to the top is there once a page is scrolled by more than a window and a half.
document.addEventListener("scroll", () => {
  const up = document.querySelector(".psoas-up");
  if (up) up.hidden = scrollY < FAR * innerHeight;
}, { passive: true });
