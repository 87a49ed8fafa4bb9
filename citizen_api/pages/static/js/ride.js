// @ts-check
// The ride goes on: its time runs, and what the lock did is told at once. Where nobody
// tells it (a bad line, too many who listen), the page looks again from time to time.

const SECOND_MS = 1000;
const PATIENT_MS = 5 * 60_000; // after that an open page asks less often
const TOLD_S = 30; // how often a page looks that is told what happens: prices rise
const TOGETHER_MS = 200; // what happens together is looked up together

let since = Date.now();
const opened = Date.now();

/** @type {EventSource | null} */
let stream = null;
let soon = 0;

setInterval(tick, SECOND_MS);
look();
listen();
document.addEventListener("visibilitychange", listen);

/** Hear what happens, while somebody looks at a ride that goes on. */
function listen() {
  const ride = document.getElementById("ride");
  const waits = Number(ride?.dataset.lookS) > 0;
  if (document.hidden || !waits || !("EventSource" in window)) {
    stream?.close();
    stream = null;
  } else if (!stream || stream.readyState === EventSource.CLOSED) {
    stream = new EventSource(`/me/ride/events?after=${ride?.dataset.heard}`);
    stream.addEventListener("rental", () => {
      clearTimeout(soon);
      soon = setTimeout(refresh, TOGETHER_MS);
    });
  }
}

/** Whether the stream is there, or comes back by itself. */
function isTold() {
  return stream !== null && stream.readyState === EventSource.OPEN;
}

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
  if (wait) setTimeout(() => refresh().finally(look), (isTold() ? TOLD_S : wait) * SECOND_MS);
  else listen();
}

async function refresh() {
  const ride = document.getElementById("ride");
  if (document.hidden || !ride || ride.querySelector("details[open]")) return;
  try {
    const answer = await fetch("/me/ride", { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("ride");
    if (!answer.ok || !fresh || ride.querySelector("details[open]")) return;
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
