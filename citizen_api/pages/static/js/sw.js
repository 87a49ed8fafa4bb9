// @ts-check
/// <reference lib="webworker" />
// The service worker. Files of a version come from the cache; pages and tiles from the
// network first. Only public answers are kept, and never an address with a position.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const VERSION = new URL(worker.location.href).searchParams.get("version");
const FILES = `files-${VERSION}`;
const PAGES = "pages";
const TILES = "tiles";
const MOST = { [PAGES]: 50, [TILES]: 400 };
const PATIENCE_MS = 5000;
const SHELL = [
  "css/tokens.css",
  "css/site.css",
  "js/shell.js",
  "js/offline.js",
  "images/icon.svg",
  "vendor/be-vietnam-pro/be-vietnam-pro-latin-600-normal.woff2",
  "vendor/be-vietnam-pro/be-vietnam-pro-vietnamese-600-normal.woff2",
];

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const answer = answered(event.request);
  if (answer) event.respondWith(answer);
});

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(SHELL.map((path) => `/static/${VERSION}/${path}`));
  await files.add(new Request("/offline", { headers: { Accept: "text/html" } }));
  await worker.skipWaiting();
}

async function activate() {
  const kept = new Set([FILES, PAGES, TILES]);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !kept.has(name)).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * The answer, or nothing when the browser should do as it would without us.
 * @param {Request} request
 */
function answered(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return undefined;
  if (pathname.startsWith("/static/")) return fromCacheFirst(request);
  if (pathname.startsWith("/v1/maps/base/") || pathname === "/v1/maps/style.json") {
    return fromNetworkFirst(request, TILES);
  }
  const isPage = request.headers.get("Accept")?.startsWith("text/html");
  return isPage ? fromNetworkFirst(request, PAGES) : undefined;
}

/** @param {Request} request */
async function fromCacheFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

/**
 * An address without the mark of a scan: a poster opened before opens offline, too.
 * @param {string} address
 */
function unmarked(address) {
  const url = new URL(address);
  if (url.searchParams.has("s")) url.searchParams.delete("s");
  return url.href;
}

/**
 * What the network says; what is kept when it is gone, or slow.
 * @param {Request} request
 * @param {string} name of the cache
 */
async function fromNetworkFirst(request, name) {
  const cache = await caches.open(name);
  const kept = await cache.match(unmarked(request.url), { ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    if (mayBeKept(request, answer)) await keep(cache, name, request, answer.clone());
    return answer;
  });
  asked.catch(() => {}); // answered from what is kept
  try {
    return await (kept ? Promise.race([asked, patience()]) : asked);
  } catch {
    return kept ?? (await offline(request));
  }
}

/** @returns {Promise<never>} */
function patience() {
  return new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
}

/** @param {Request} request */
async function offline(request) {
  const page = request.mode === "navigate" && (await caches.match("/offline", { ignoreVary: true }));
  return page || Response.error();
}

/**
 * @param {Request} request
 * @param {Response} answer
 */
function mayBeKept(request, answer) {
  const isPublic = answer.headers.get("Cache-Control")?.startsWith("public");
  const tellsPlace = /[?&](?:lat|lon|bbox)(?:=|%3D)/i.test(request.url.replaceAll("%26", "&").replaceAll("%3F", "?"));
  return answer.ok && isPublic && !tellsPlace;
}

/**
 * Keeps an answer, and forgets the oldest ones.
 * @param {Cache} cache
 * @param {string} name
 * @param {Request} request
 * @param {Response} answer
 */
async function keep(cache, name, request, answer) {
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST[name]).map((old) => cache.delete(old)));
}
