// Shows a page that says how to start the coach while it does not run. That page is all that is ever kept: no page of a
// person, no answer of the coach, nothing of another origin.
const SHELL = "psoas-shell-DIGEST";
const OFFLINE = "/offline";

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(open(event));
});

async function keep() {
  const cache = await caches.open(SHELL);
  await cache.add(new Request(OFFLINE, { cache: "reload" }));
  await skipWaiting();
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith("psoas-shell-") && name !== SHELL) await caches.delete(name);
  }
  await registration.navigationPreload?.enable(); // the page is fetched while this script starts
  await clients.claim();
}

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(OFFLINE, { cacheName: SHELL })) ?? Response.error();
  }
}
