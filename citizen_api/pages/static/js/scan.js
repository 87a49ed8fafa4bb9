// @ts-check
// Before a bike is rented the phone says where it is, when it may: a changed sticker
// is noticed so. Without a position the form goes as it is.

const PATIENCE_MS = 4000;

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-position]");

form?.addEventListener("submit", (event) => {
  if (form.elements.namedItem("lat") || !navigator.geolocation) return;
  event.preventDefault();
  const send = () => form.requestSubmit();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      add("lat", coords.latitude.toFixed(5));
      add("lon", coords.longitude.toFixed(5));
      add("accuracy_m", String(Math.round(coords.accuracy)));
      send();
    },
    () => {
      add("lat", "");
      send();
    },
    { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30_000 },
  );
});

/**
 * @param {string} name
 * @param {string} value
 */
function add(name, value) {
  form?.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}
