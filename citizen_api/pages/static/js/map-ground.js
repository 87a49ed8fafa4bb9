// @ts-check
// The ground of the map: its style, and what is drawn on the ground itself.

const OURS = "/v1/maps/style.json";
const BARE = { version: 8, sources: {}, layers: [] };
const ROUGH_M = 50;
const CORNERS = 48;
const METRES_A_DEGREE = 111_320;

/**
 * The style to draw with; ours when the chosen one does not come, and at worst none.
 * @param {string} chosen address of a deployer's style, or ""
 * @param {boolean} dark
 * @returns {Promise<any>}
 */
export async function loadGround(chosen, dark) {
  const ours = `${OURS}?theme=${dark ? "dark" : "light"}`;
  for (const address of chosen ? [chosen, ours] : [ours]) {
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (answer.ok) {
        const style = await answer.json();
        return address === ours ? atHome(style) : style;
      }
    } catch {
      // The next one, then.
    }
  }
  return BARE;
}

/**
 * Our style names the city's public host; a page that came another way asks its own.
 * @param {any} style
 */
function atHome(style) {
  for (const source of Object.values(style.sources)) {
    source.tiles = source.tiles.map((/** @type {string} */ address) =>
      address.replace(/^https?:\/\/[^/]+/, location.origin),
    );
  }
  return style;
}

/**
 * Whether a place is known to a street or so, not to a door.
 * @param {import("./map.js").Feature} feature
 */
export function isRough({ properties: { accuracy_m } }) {
  return accuracy_m === null || accuracy_m === undefined || accuracy_m > ROUGH_M;
}

/**
 * Prepare areas around rough places, and draw the way from stop to stop.
 * @param {any} map
 * @param {import("./map.js").Feature[]} features
 * @param {HTMLElement} canvas
 */
export function drawGround(map, features, canvas) {
  const accent = getComputedStyle(canvas).getPropertyValue("--accent").trim();
  const below = map.getStyle().layers.find(
    (/** @type {any} */ layer) => layer.type === "symbol",
  )?.id;
  map.addSource("areas", collection([]));
  map.addLayer(
    {
      id: "areas",
      type: "fill",
      source: "areas",
      paint: { "fill-color": accent, "fill-opacity": 0.08 },
    },
    below,
  );
  map.addLayer(
    {
      id: "area-edges",
      type: "line",
      source: "areas",
      paint: { "line-color": accent, "line-dasharray": [3, 2] },
    },
    below,
  );
  map.addSource("way", collection(way(features)));
  map.addLayer(
    {
      id: "way",
      type: "line",
      source: "way",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": accent, "line-width": 4, "line-dasharray": [0.1, 1.8] },
    },
    below,
  );
}

/**
 * Draw a circle around each place that is known only to a street or so.
 * @param {any} map
 * @param {import("./map.js").Feature[]} places
 */
export function drawAreas(map, places) {
  const rough = places.filter((each) => each.properties.accuracy_m && isRough(each));
  map.getSource("areas")?.setData(collection(rough.map(circle)).data);
}

/** @param {any[]} features */
function collection(features) {
  return { type: "geojson", data: { type: "FeatureCollection", features } };
}

/**
 * A circle on the ground as wide as a place is uncertain.
 * @param {import("./map.js").Feature} feature
 */
function circle({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const north = (properties.accuracy_m || 0) / METRES_A_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const turn = (2 * Math.PI * corner) / CORNERS;
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)];
  });
  return {
    type: "Feature",
    properties: {},
    geometry: { type: "Polygon", coordinates: [ring] },
  };
}

/**
 * Whether a place is a stop of a walk.
 * @param {import("./map.js").Feature} feature
 */
export function isStop({ properties }) {
  return properties.kind === "stop";
}

/**
 * Whether it is a station of bikes, whose pin says how many there are.
 * @param {import("./map.js").Feature} place
 */
export function isStation({ properties }) {
  return properties.kind === "station";
}

/**
 * The lines that are there, else one through the stops.
 * @param {import("./map.js").Feature[]} features
 * @returns {any[]}
 */
function way(features) {
  const lines = features.filter(({ geometry }) => geometry.type === "LineString");
  if (lines.length) return lines;
  const stops = features
    .filter(isStop)
    .sort((a, b) => (a.properties.number || 0) - (b.properties.number || 0))
    .map(({ geometry }) => geometry.coordinates);
  if (stops.length < 2) return [];
  return [
    {
      type: "Feature",
      properties: {},
      geometry: { type: "LineString", coordinates: stops },
    },
  ];
}
