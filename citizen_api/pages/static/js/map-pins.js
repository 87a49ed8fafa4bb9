// @ts-check
// Pins are buttons: seen, read out, reached by Tab. Those that would touch are one.

import { isRough, isStation, isStop } from "./map-ground.js";

/** @typedef {import("./map.js").Feature} Feature */
/** @typedef {{x: number, y: number, places: Feature[]}} Group */

const TOUCHING = 46; // pixels
const SAME = 1; // pixel: stops of a tour that are known to the same street only
const WORLD = 512;
const TOGETHER = 0.00002; // degrees
const NEAREST = 17.5;

export class Pins {
  /**
   * @param {any} maplibre
   * @param {any} map
   * @param {Feature[]} features
   * @param {import("./map.js").Words} words
   * @param {string} [lang]
   */
  constructor(maplibre, map, features, words, lang) {
    this.maplibre = maplibre;
    this.map = map;
    this.words = words;
    this.number = new Intl.NumberFormat(lang, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this.places = features.filter(({ geometry }) => geometry.type === "Point");
    /** @type {{marker: any, places: Feature[]}[]} */
    this.drawn = [];
    /** Which places are one; it changes with the zoom. */
    this.groups = "";
    /** @type {string | null} */
    this.picked = null;
    /** @type {(places: Feature[], pin: HTMLElement) => void} */
    this.onPick = () => {};
    this.onGroup = () => {};
    map.on("zoomend", () => this.draw());
    this.draw();
  }

  /** Draw every pin anew when the groups are others than before. */
  draw() {
    const groups = grouped(this.maplibre, this.places, this.map.getZoom());
    const slugs = groups.map(({ places }) => places.map((each) => each.properties.slug));
    if (JSON.stringify(slugs) === this.groups) return;
    this.groups = JSON.stringify(slugs);
    const focused = this.drawn.find(({ marker }) =>
      marker.getElement().contains(document.activeElement),
    );
    for (const { marker } of this.drawn) marker.remove();
    this.drawn = groups.map(({ places }) => ({ places, marker: this.pin(places) }));
    this.pick(this.picked);
    this.onGroup();
    if (focused) this.find(focused.places[0])?.marker.getElement().focus();
  }

  /**
   * Show which place is meant, and bring it into sight.
   * @param {string | null} slug
   */
  pick(slug) {
    this.picked = slug;
    for (const { marker, places } of this.drawn) {
      const meant = places.some(({ properties }) => properties.slug === slug);
      marker.getElement().classList.toggle("picked", meant);
      if (meant && !this.map.getBounds().contains(marker.getLngLat())) {
        this.map.panTo(marker.getLngLat());
      }
    }
  }

  /** The places that stand alone, and one of each street where several share a point. */
  alone() {
    return this.drawn
      .filter(({ places }) => spread(this.bounds(places)) < TOGETHER)
      .map(({ places }) => places[0]);
  }

  /** @param {Feature[]} places */
  bounds(places) {
    const bounds = new this.maplibre.LngLatBounds();
    places.forEach(({ geometry }) => bounds.extend(geometry.coordinates));
    return bounds;
  }

  /** @param {Feature} place */
  find(place) {
    return this.drawn.find(({ places }) => places.includes(place));
  }

  /** @param {Feature[]} places */
  pin(places) {
    const button = places.length > 1 ? this.several(places) : this.single(places[0]);
    button.type = "button";
    button.addEventListener("click", () => this.open(places, button));
    return new this.maplibre.Marker({
      element: button,
      anchor: places.length > 1 || button.matches(".pin-rough") ? "center" : "bottom",
    })
      .setLngLat(middle(places))
      .addTo(this.map);
  }

  /** @param {Feature} place */
  single(place) {
    if (isStation(place)) return this.station(place);
    const { name, score, open, number } = place.properties;
    const button = document.createElement("button");
    const rough = isRough(place);
    const state = { true: "open", false: "closed" }[String(open)] ?? "unknown";
    const kind = isStop(place) ? "stop" : state;
    button.className = `pin pin-${kind}${rough ? " pin-rough" : ""}`;
    const stars = score ? `★${this.number.format(score)}` : "";
    const shown = [number, isStop(place) ? "" : stars].filter(Boolean);
    button.textContent = shown.join(" ") || "•";
    const known = { open: this.words.open, closed: this.words.closed };
    button.setAttribute(
      "aria-label",
      [
        number,
        name,
        state === "unknown" ? "" : known[/** @type {"open"} */ (state)],
        score ? this.words.score.replace("{score}", this.number.format(score)) : "",
        rough ? this.words.rough : "",
      ]
        .filter(Boolean)
        .join(", "),
    );
    return button;
  }

  /** @param {Feature} place */
  station({ properties: { name, mark, empty, about } }) {
    const button = document.createElement("button");
    button.className = `pin pin-${empty ? "closed" : "open"}`;
    button.textContent = mark ?? "•";
    button.setAttribute("aria-label", [name, about].filter(Boolean).join(", "));
    return button;
  }

  /** @param {Feature[]} places */
  several(places) {
    const button = document.createElement("button");
    const stops = places.filter(isStop).map(({ properties }) => properties.number);
    button.className = stops.length ? "pin pin-stop pin-rough" : "pin pin-several";
    button.textContent = stops.length ? stops.join("·") : `×${places.length}`;
    const count = this.words.several.replace("{count}", String(places.length));
    button.setAttribute("aria-label", count);
    return button;
  }

  /**
   * Go nearer when that tells the places apart, else show them.
   * @param {Feature[]} places
   * @param {HTMLElement} button
   */
  open(places, button) {
    const bounds = this.bounds(places);
    if (spread(bounds) > TOGETHER && this.map.getZoom() < NEAREST) {
      this.map.fitBounds(bounds, { padding: 80, maxZoom: NEAREST + 0.4 });
      return;
    }
    this.pick(places[0].properties.slug);
    this.onPick(places, button);
  }
}

/**
 * How far apart places are, in degrees.
 * @param {any} bounds
 */
function spread(bounds) {
  return Math.max(
    bounds.getEast() - bounds.getWest(),
    bounds.getNorth() - bounds.getSouth(),
  );
}

/**
 * Places that would touch at a zoom, as groups; stops of a tour only on the same point.
 * @param {any} maplibre
 * @param {Feature[]} places
 * @param {number} zoom
 */
function grouped(maplibre, places, zoom) {
  const pixels = WORLD * 2 ** zoom;
  /** @type {Group[]} */
  const groups = [];
  for (const place of places) {
    const at = maplibre.MercatorCoordinate.fromLngLat(place.geometry.coordinates);
    const x = at.x * pixels;
    const y = at.y * pixels;
    const reach = isStop(place) ? SAME : TOUCHING;
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < reach);
    if (near) near.places.push(place);
    else groups.push({ x, y, places: [place] });
  }
  return groups;
}

/**
 * @param {Feature[]} places
 * @returns {[number, number]}
 */
function middle(places) {
  const sum = places.reduce(
    ([lon, lat], { geometry }) => [
      lon + geometry.coordinates[0],
      lat + geometry.coordinates[1],
    ],
    [0, 0],
  );
  return [sum[0] / places.length, sum[1] / places.length];
}
