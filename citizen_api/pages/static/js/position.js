// @ts-check
// Where the reader stands: asked for on a tap, rounded to ten metres, kept nowhere.

/**
 * Shows the button, and calls back with the position after a tap.
 * @param {ParentNode} root
 * @param {(lat: string, lon: string) => void} use
 */
export function nearMe(root, use) {
  const button = /** @type {HTMLButtonElement | null} */ (root.querySelector("[data-near]"));
  const trouble = /** @type {HTMLElement | null} */ (root.querySelector("[data-near-trouble]"));
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => use(coords.latitude.toFixed(4), coords.longitude.toFixed(4)),
      () => {
        button.disabled = false;
        if (!trouble) return;
        trouble.hidden = false;
        trouble.textContent = button.dataset.denied ?? "";
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
