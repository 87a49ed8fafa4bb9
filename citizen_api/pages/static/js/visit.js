// @ts-check
// I am here: the position is asked for on a tap, sent once, and kept nowhere.

/** @type {HTMLFormElement | null} */
const form = document.querySelector("[data-here]");
/** @type {HTMLButtonElement | null | undefined} */
const button = form?.querySelector("button");
/** @type {HTMLElement | null | undefined} */
const status = form?.querySelector("[role=status]");

if (form && button && navigator.geolocation) {
  button.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    say("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill("lat", coords.latitude.toFixed(5));
        fill("lon", coords.longitude.toFixed(5));
        fill("accuracy_m", String(Math.ceil(coords.accuracy)));
        form.submit();
      },
      () => {
        button.disabled = false;
        say("unsure");
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}

/**
 * @param {string} name
 * @param {string} value
 */
function fill(name, value) {
  const field = /** @type {HTMLInputElement} */ (form?.elements.namedItem(name));
  field.value = value;
}

/** @param {string} what one of the sentences that the page brings */
function say(what) {
  if (!status) return;
  status.hidden = false;
  status.textContent = status.dataset[what] ?? "";
}
