// @ts-check
// A venue: directions in the app of the phone, sharing, and the map on tap.
import { offerMap } from "./map-button.js";

/** @type {HTMLAnchorElement | null} */
const way = document.querySelector("[data-way]");
if (way) {
  const { geo, apple } = way.dataset;
  if (/Android/.test(navigator.userAgent) && geo) way.href = geo;
  if (/iPhone|iPad/.test(navigator.userAgent) && apple) way.href = apple;
}

/** @type {HTMLElement | null} */
const venue = document.querySelector(".venue");
/** @type {HTMLButtonElement | null} */
const share = document.querySelector("[data-share]");
if (share && venue && (navigator.share || navigator.clipboard)) {
  const { url = location.href, name: title } = venue.dataset;
  share.hidden = false;
  share.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title, url });
      else await copy(url, share);
    } catch (refused) {
      // The reader thought better of it.
    }
  });
}

/**
 * @param {string} url
 * @param {HTMLButtonElement} button says that it is done
 */
async function copy(url, button) {
  await navigator.clipboard.writeText(url);
  const said = /** @type {HTMLElement} */ (button.querySelector("span"));
  said.textContent = button.dataset.copied ?? url;
}

offerMap();
