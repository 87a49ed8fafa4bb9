// @ts-check
// Stations: nearest first after a tap, the map, and counts that stay fresh.
import { keepAges } from "./age.js";
import { offerMap } from "./map-button.js";
import { nearMe } from "./position.js";

const EVERY_MS = 30_000;

nearMe(document, (lat, lon) => {
  const address = new URL(location.href);
  address.searchParams.delete("cursor");
  for (const [name, value] of Object.entries({ lat, lon })) {
    address.searchParams.set(name, value);
  }
  location.assign(address);
});

/** Put the list in place as it is now, unless somebody is reading it by keyboard. */
async function refresh() {
  const list = document.getElementById("stations");
  if (document.hidden || !list || list.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("stations");
    if (answer.ok && fresh) list.replaceWith(fresh);
  } catch {
    // The age of the counts says that they are old.
  }
}

offerMap();
keepAges();
setInterval(refresh, EVERY_MS);
