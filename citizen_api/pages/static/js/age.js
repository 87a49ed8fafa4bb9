// @ts-check
// How long ago something was counted: it goes on while the page is open.

const STEPS = /** @type {const} */ ([[86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]);
const JUST_NOW_S = 45;
const EVERY_MS = 15_000;

/** Write every age on the page anew, from now on four times a minute. */
export function keepAges() {
  setInterval(tell, EVERY_MS);
}

function tell() {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  for (const each of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("time[data-age]"))) {
    const seconds = (Date.now() - Date.parse(each.dateTime)) / 1000;
    const [length, unit] = STEPS.find(([step]) => seconds >= step) ?? [1, "second"];
    if (seconds >= JUST_NOW_S) each.textContent = words.format(-Math.floor(seconds / length), unit);
  }
}
