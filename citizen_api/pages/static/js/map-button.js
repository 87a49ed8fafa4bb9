// @ts-check
// The button that opens the map of a page; nothing of the map is loaded before.

/** @typedef {import("./map.js").Shown} Shown */

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
 * The venue of the list that something belongs to.
 * @param {EventTarget | null} target
 * @param {HTMLElement} box
 */
function slugAt(target, box) {
  if (!(target instanceof Element) || box.contains(target)) return null;
  const link = target.closest("li")?.querySelector("a[href^='/venues/']");
  return link?.getAttribute("href")?.split("/")[2] ?? null;
}

/**
 * Mark the venue in the list; it stays where it is.
 * @param {string | null} slug
 */
function mark(slug) {
  for (const each of document.querySelectorAll("li.picked")) {
    each.classList.remove("picked");
  }
  if (!slug) return;
  const link = document.querySelector(`main li a[href="/venues/${slug}"]`);
  link?.closest("li")?.classList.add("picked");
}
