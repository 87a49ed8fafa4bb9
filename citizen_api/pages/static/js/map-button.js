// @ts-check
// The button that opens the map of a page; nothing of the map is loaded before.

/** @typedef {import("./map.js").Shown} Shown */

const LINKS = "a[href^='/venues/'], a[href^='/bikes/stations/']";

/** Let the page's `[data-map]` button open and close its `#map` of `#places`. */
export function offerMap() {
  const button = document.querySelector("button[data-map]");
  const box = document.getElementById("map");
  const places = document.getElementById("places");
  if (!(button instanceof HTMLButtonElement) || !box || !places) return;
  if (!button.hidden) return; // another module of the page has done it
  /** @type {Promise<Shown | null> | null} */
  let opening = null;

  const close = async () => {
    const shown = await opening;
    opening = null;
    shown?.close();
    box.hidden = true;
    delete document.body.dataset.map;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };
  const open = () => {
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    opening = import("./map.js").then(({ openMap }) =>
      openMap(box, {
        ...JSON.parse(places.textContent || "{}"),
        lang: document.documentElement.lang,
        onPick: mark,
        onClose: close,
      }),
    );
  };
  button.hidden = false;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", box.id);
  button.addEventListener("click", () => (opening ? close() : open()));
  for (const event of ["focusin", "pointerover"]) {
    document.addEventListener(event, async ({ target }) => {
      const slug = opening && slugAt(target, box);
      if (slug) (await opening)?.pick(slug);
    });
  }
}

/**
 * The venue or station of the list that something belongs to.
 * @param {EventTarget | null} target
 * @param {HTMLElement} box
 */
function slugAt(target, box) {
  if (!(target instanceof Element) || box.contains(target)) return null;
  return slugOf(target.closest("li"));
}

/** @param {Element | null} entry of the list */
function slugOf(entry) {
  const link = entry?.querySelector(LINKS);
  return link instanceof HTMLAnchorElement ? link.pathname.split("/").at(-1) : null;
}

/**
 * Mark the place in the list; it stays where it is.
 * @param {string | null} slug
 */
function mark(slug) {
  for (const each of document.querySelectorAll("main li")) {
    each.classList.toggle("picked", slug !== null && slugOf(each) === slug);
  }
}
