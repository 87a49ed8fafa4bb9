// @ts-check
// A food walk: its stops on a map, and its link for others.

import { offerMap } from "./map-button.js";

offerMap();

/** @type {HTMLButtonElement | null} */
const button = document.querySelector("[data-share]");
if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

/** @param {HTMLButtonElement} button says that the link is copied */
async function share(button) {
  const link = { title: document.title, url: location.origin + location.pathname };
  try {
    if (navigator.share) return await navigator.share(link);
    await navigator.clipboard.writeText(link.url);
  } catch {
    return; // The reader thought better of it.
  }
  const said = /** @type {HTMLElement} */ (button.querySelector("span"));
  said.setAttribute("role", "status");
  said.textContent = button.dataset.copied ?? link.url;
}
