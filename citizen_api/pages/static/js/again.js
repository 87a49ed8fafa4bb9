// @ts-check
// A page that something is still coming to looks again by itself.

/** @type {HTMLElement | null} */
const waiting = document.querySelector("[data-again-s]");

if (waiting) {
  setTimeout(() => location.replace(waiting.dataset.againTo ?? location.pathname), Number(waiting.dataset.againS) * 1000);
}
