// @ts-check
// Health facilities: those nearest after a tap, and the map after a tap.
import { offerMap } from "./map-button.js";
import { nearMe } from "./position.js";

nearMe(document, (lat, lon) => {
  const address = new URL(location.href);
  address.searchParams.delete("cursor");
  address.searchParams.set("lat", lat);
  address.searchParams.set("lon", lon);
  location.assign(address);
});

offerMap();
