// @ts-check
// The home page: suggestions, another time of day and "near me" without a new page.
import { nearMe } from "./position.js";
import "./suggest.js";

/**
 * Takes one section of a page that the server made, and puts it in place of ours.
 * @param {string} id
 * @param {string} address
 */
async function swap(id, address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!answer.ok || !fresh) throw new Error(address);
    document.getElementById(id)?.replaceWith(fresh);
  } catch {
    location.assign(address);
  }
}

document.addEventListener("click", async (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-swap]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const id = link.dataset.swap ?? "";
  await swap(id, link.href);
  /** @type {HTMLElement | null} */ (document.querySelector(`#${id} [aria-current]`))?.focus();
});

nearMe(document, async (lat, lon) => {
  const place = new URLSearchParams({ lat, lon });
  await swap("nearby", `/?${place}`);
  const form = document.querySelector("form.finder");
  for (const [name, value] of place) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form?.append(field);
  }
  document.getElementById("nearby")?.scrollIntoView({ behavior: "smooth" });
});
