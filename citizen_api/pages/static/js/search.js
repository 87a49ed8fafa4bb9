// @ts-check
// The results: suggestions, order by distance after a tap, and the map after a tap.
import { offerMap } from "./map-button.js";
import { nearMe } from "./position.js";
import "./suggest.js";

nearMe(document, (lat, lon) => {
  const address = new URL(location.href);
  address.searchParams.delete("cursor");
  for (const [name, value] of Object.entries({ lat, lon, sort: "distance" })) {
    address.searchParams.set(name, value);
  }
  location.assign(address);
});

offerMap();
