// @ts-check
// The ride goes on: its time runs, and what the lock did is looked up.

const SECOND_MS = 1000;
const PATIENT_MS = 5 * 60_000; // after that an open page asks less often

let since = Date.now();
const opened = Date.now();

setInterval(tick, SECOND_MS);
look();

/** Show the seconds that went by since the server told them. */
function tick() {
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-seconds]"))) {
    const seconds = Number(each.dataset.seconds) + Math.floor((Date.now() - since) / SECOND_MS);
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
    const hours = Math.floor(seconds / 3600);
    const [first, ...others] = hours ? [hours, ...parts] : parts;
    each.textContent = [first, ...others.map((part) => String(part).padStart(2, "0"))].join(":");
  }
}

/** Look again after as long as the page says; not while somebody fills something in. */
function look() {
  const ride = document.getElementById("ride");
  const wait = Number(ride?.dataset.lookS) * (Date.now() - opened > PATIENT_MS ? 5 : 1);
  if (wait) setTimeout(() => refresh().finally(look), wait * SECOND_MS);
}

async function refresh() {
  const ride = document.getElementById("ride");
  if (document.hidden || !ride || ride.querySelector("details[open]")) return;
  try {
    const answer = await fetch("/me/ride", { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("ride");
    if (!answer.ok || !fresh) return;
    const button = ride.contains(document.activeElement) ? document.activeElement : null;
    const action = button?.closest("form")?.getAttribute("action");
    ride.replaceWith(fresh);
    since = Date.now();
    const same = action && fresh.querySelector(`form[action="${action}"] button`);
    if (same instanceof HTMLElement) same.focus();
  } catch {
    // The line is bad: the next look tells.
  }
}
