// @ts-check
// A map of places: pins, areas where only the street is known, tours, my position.

import { drawAreas, drawGround, loadGround } from "./map-ground.js";
import { Pins } from "./map-pins.js";
import { Card } from "./map-card.js";

/**
 * @typedef {object} Said what a place says of itself
 * @property {string} slug
 * @property {string} name
 * @property {number | null} [score] 1 to 5
 * @property {boolean | null} [open] now; null when nobody knows
 * @property {string | null} [opening] the same in words, with the hour
 * @property {string | null} [price] as it is written
 * @property {number | null} [accuracy_m]
 * @property {string} [url]
 * @property {string} [directions]
 * @property {number} [number] in the list
 * @property {string} [kind] a "stop" of a walk stands alone, and a line leads to the next;
 *   a "station" of bikes has the next three, too
 * @property {string} [mark] what stands on its pin
 * @property {boolean} [empty] there is nothing to have
 * @property {string} [about] what it counts, in words
 *
 * @typedef {{type: "Feature", geometry: any, properties: Said}} Feature
 *
 * @typedef {object} Wanted
 * @property {Feature[]} features points, and lines that are drawn as they are
 * @property {[number, number]} [centre] where to look when there is no place
 * @property {string} [lang]
 * @property {(slug: string | null) => void} [onPick]
 * @property {() => void} [onClose]
 *
 * @typedef {{pick: (slug: string | null) => void, close: () => void}} Shown
 * @typedef {Record<string, string>} Words
 */

// The city with its islands, and a little more: what lies beyond is not drawn.
const CITY = [105.95, 20, 107.9, 21.4];
const NEAR = 15.5;
const MAX_ZOOM = 18;
const AROUND = { top: 64, bottom: 40, left: 36, right: 56 };

/**
 * Open a map in a box; null when this device cannot draw one, which the box says.
 * @param {HTMLElement} box with `data-words`, `data-style`, `data-attribution`
 * @param {Wanted} wanted
 * @returns {Promise<Shown | null>}
 */
export async function openMap(box, wanted) {
  /** @type {Words} */
  const words = JSON.parse(box.dataset.words || "{}");
  const said = sentence(box);
  await sheet("../css/map.css");
  if (!canDraw()) {
    box.classList.add("map-none");
    said(words.noWebgl);
    document.body.dataset.map = "none";
    return null;
  }
  said(words.loading);
  try {
    const [maplibre] = await Promise.all([
      import("../vendor/maplibre-gl/maplibre-gl.mjs"),
      sheet("../vendor/maplibre-gl/maplibre-gl.css"),
      // Letters are drawn once: they must be there in time.
      document.fonts.load('600 1em "Be Vietnam Pro"', "Hải Phòng"),
    ]);
    const shown = await draw(maplibre, box, wanted, words, said);
    return shown;
  } catch (error) {
    said(words.noGround);
    document.body.dataset.map = "none";
    throw error;
  }
}

/**
 * @param {any} maplibre
 * @param {HTMLElement} box
 * @param {Wanted} wanted
 * @param {Words} words
 * @param {(text: string) => void} said
 * @returns {Promise<Shown>}
 */
async function draw(maplibre, box, wanted, words, said) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const ground = () => loadGround(box.dataset.style || "", dark.matches);
  const style = await ground();
  const canvas = box.appendChild(document.createElement("div"));
  canvas.className = "map-canvas";
  const map = new maplibre.Map({
    container: canvas,
    style,
    maxBounds: CITY,
    maxZoom: MAX_ZOOM,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: {
      compact: false,
      customAttribution: box.dataset.attribution,
    },
    locale: labels(words),
    ...view(maplibre, wanted),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addControls(maplibre, map, words, said);
  const card = new Card(box, words, wanted.lang);
  const pins = new Pins(maplibre, map, wanted.features, words, wanted.lang);
  /** @param {string | null} slug */
  const pick = (slug) => pins.pick(slug);
  pins.onPick = (places, pin) => {
    wanted.onPick?.(places[0].properties.slug);
    card.show(places, pin);
  };
  card.onClose = () => {
    pick(null);
    wanted.onPick?.(null);
  };
  map.on("style.load", () => {
    drawGround(map, wanted.features, canvas);
    drawAreas(map, pins.alone());
  });
  pins.onGroup = () => drawAreas(map, pins.alone());
  if (style.layers.length) tellTrouble(map, words, said);
  else said(words.noGround);
  map.once("idle", () => (document.body.dataset.map = "ready"));
  const repaint = async () => map.setStyle(await ground(), { diff: false });
  dark.addEventListener("change", repaint);
  const close = () => {
    dark.removeEventListener("change", repaint);
    document.removeEventListener("keydown", escape);
    map.remove();
    box.replaceChildren();
  };
  /** @param {KeyboardEvent} event */
  const escape = (event) => {
    if (event.key === "Escape" && !card.close()) wanted.onClose?.();
  };
  document.addEventListener("keydown", escape);
  box.scrollIntoView({ block: "nearest" });
  canvas.querySelector("canvas")?.focus({ preventScroll: true });
  return { pick, close };
}

/**
 * Say so while the ground does not come; the places are on the map all the same.
 * @param {any} map
 * @param {Words} words
 * @param {(text: string) => void} said
 */
function tellTrouble(map, words, said) {
  let failed = false;
  let told = true; // that the map is coming
  map.on("error", () => (failed = true));
  map.on("idle", () => {
    if (failed || told) said(failed ? words.noGround : "");
    told = failed;
    failed = false;
  });
}

/** Whether there is WebGL 2, which MapLibre needs. */
function canDraw() {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/**
 * A line of text over the map that readers of the screen hear.
 * @param {HTMLElement} box
 */
function sentence(box) {
  const line = box.appendChild(document.createElement("p"));
  line.className = "map-said";
  line.setAttribute("role", "status");
  /** @param {string} text */
  return (text) => {
    line.textContent = text;
    line.hidden = !text;
  };
}

/**
 * Put a style sheet on the page, once.
 * @param {string} path beside this file
 */
function sheet(path) {
  const address = new URL(path, import.meta.url).href;
  if (document.querySelector(`link[href="${address}"]`)) return undefined;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
  });
  document.head.append(link);
  return loaded;
}

/**
 * What of the city is shown at first: every place, and not too near.
 * @param {any} maplibre
 * @param {Wanted} wanted
 */
function view(maplibre, { features, centre }) {
  const bounds = new maplibre.LngLatBounds();
  for (const { geometry } of features) {
    const line = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates;
    line.forEach((/** @type {[number, number]} */ place) => bounds.extend(place));
  }
  if (!bounds.isEmpty()) {
    return { bounds, fitBoundsOptions: { padding: AROUND, maxZoom: NEAR } };
  }
  return centre ? { center: centre, zoom: NEAR } : {};
}

/**
 * @param {any} maplibre
 * @param {any} map
 * @param {Words} words
 * @param {(text: string) => void} said
 */
function addControls(maplibre, map, words, said) {
  const position = new maplibre.GeolocateControl({
    positionOptions: { enableHighAccuracy: true },
    fitBoundsOptions: { maxZoom: NEAR },
    trackUserLocation: true,
  });
  position.on("error", () => said(words.noPosition));
  position.on("outofmaxbounds", () => said(words.outside));
  position.on("geolocate", () => said(""));
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(position);
}

/** @param {Words} words */
function labels(words) {
  return {
    "Map.Title": words.title,
    "NavigationControl.ZoomIn": words.zoomIn,
    "NavigationControl.ZoomOut": words.zoomOut,
    "GeolocateControl.FindMyLocation": words.findMe,
    "GeolocateControl.LocationNotAvailable": words.noPosition,
    "AttributionControl.ToggleAttribution": words.attribution,
  };
}
