// Who is here, in which language: remember what was picked, and show the page anew.
document.addEventListener("click", (event) => {
  const picked = event.target.closest?.("[data-person]");
  if (picked) {
    document.cookie = `psoas_profile=${picked.dataset.person}; Path=/; SameSite=Strict; Max-Age=31536000`;
    location.reload();
    return;
  }
  const language = event.target.closest?.("[data-language]");
  if (language) {
    document.cookie = `psoas_language=${language.dataset.language}; Path=/; SameSite=Strict; Max-Age=31536000`;
    location.reload();
    return;
  }
  const menu = document.querySelector(".psoas-who[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".psoas-who[open]");
  if (menu && event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// Where a browser permits it: the page that stands in for the coach while it does not run.
addEventListener("load", () => {
  navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {});
});
