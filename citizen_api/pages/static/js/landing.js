// @ts-check
// A scanned code: its place checked once, the nearest first, the map on tap.

import { offerMap } from "./map-button.js";

/** @type {HTMLElement | null} */
const panel = document.querySelector(".check-place");
const path = panel?.dataset.path;
const EXACT_ENOUGH_M = 150;

// The mark of a scan is in the printed link only: what is shared or opened again from
// here is no scan.
if (path && location.pathname === path && location.search) {
  const rest = new URLSearchParams(location.search);
  rest.delete("s");
  const query = rest.size ? `?${rest}` : "";
  history.replaceState(history.state, "", path + query + location.hash);
  keepPage(path + query);
}

/**
 * Lets the service worker keep this page, which it does not for a marked address; where
 * there is none yet, shell.js sees to it.
 * @param {string} address
 */
function keepPage(address) {
  if (!navigator.serviceWorker?.controller) return;
  fetch(address, { headers: { Accept: "text/html" } }).catch(() => {});
}

/** @type {HTMLButtonElement | null} */
const locate = document.querySelector("[data-locate]");
if (panel && locate && "geolocation" in navigator) {
  locate.hidden = false;
  panel.querySelector("[data-privacy]")?.removeAttribute("hidden");
  locate.addEventListener("click", () => {
    say("asking");
    navigator.geolocation.getCurrentPosition(located, () => say("unsure"), {
      enableHighAccuracy: true,
      maximumAge: 60_000,
      timeout: 15_000,
    });
  });
}

/** @param {GeolocationPosition} position */
async function located({ coords }) {
  const sorted = sortFrom(coords);
  if (sorted) say("sorted");
  if (!panel || !("hangs" in panel.dataset)) return;
  if (coords.accuracy > EXACT_ENOUGH_M) {
    if (!sorted) say("unsure");
    return;
  }
  const body = { lat: coords.latitude, lon: coords.longitude, scan: panel.dataset.scan };
  try {
    const answer = await fetch(`/v1/links/${panel.dataset.code}/sightings`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { near } = await answer.json();
    if (!near) say("far");
    else if (!sorted) say("near");
  } catch (failed) {
    if (!sorted) say("failed");
  }
}

/**
 * @param {string} what one of the sentences that the page brings
 */
function say(what) {
  /** @type {HTMLElement | null | undefined} */
  const status = panel?.querySelector("[role=status]");
  if (!status) return;
  status.hidden = false;
  status.dataset.said = what;
  status.textContent = status.dataset[what] ?? "";
}

/**
 * Whether there is a list to sort; places that are not known stay last.
 * @param {GeolocationCoordinates} from
 */
function sortFrom(from) {
  const list = document.querySelector("[data-sortable]");
  if (!list) return false;
  const shrink = Math.cos((from.latitude * Math.PI) / 180);
  /** @param {Element} card */
  const squared = (card) => {
    const { lat, lon } = /** @type {HTMLElement} */ (card).dataset;
    if (!lat || !lon) return Infinity;
    return (+lat - from.latitude) ** 2 + ((+lon - from.longitude) * shrink) ** 2;
  };
  const cards = [...list.children].sort((one, other) => squared(one) - squared(other) || 0);
  list.append(...cards);
  return true;
}

offerMap();
