// @ts-check
// The card of the pin that was tapped, over the lower edge of the map.

import { isRough } from "./map-ground.js";

/** @typedef {import("./map.js").Feature} Feature */

export class Card {
  /**
   * @param {HTMLElement} box
   * @param {import("./map.js").Words} words
   * @param {string} [lang]
   */
  constructor(box, words, lang) {
    this.words = words;
    this.number = new Intl.NumberFormat(lang, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this.box = box;
    /** @type {HTMLElement | null} */
    this.shown = null;
    /** @type {HTMLElement | null} */
    this.pin = null;
    this.onClose = () => {};
  }

  /**
   * Show a place, or several that share a point; the focus goes there.
   * @param {Feature[]} places
   * @param {HTMLElement} pin
   */
  show(places, pin) {
    this.shown?.remove();
    this.pin = pin;
    const card = made("section", "map-card");
    card.tabIndex = -1;
    const close = made("button", "map-card-close", "×");
    close.setAttribute("aria-label", this.words.closeCard);
    close.addEventListener("click", () => this.close());
    const title =
      places.length > 1
        ? this.words.several.replace("{count}", String(places.length))
        : places[0].properties.name;
    card.setAttribute("aria-label", title);
    card.append(close, ...places.map((place) => this.entry(place)));
    this.box.append(card);
    this.shown = card;
    card.focus({ preventScroll: true });
  }

  /** Close it; whether it was open. */
  close() {
    if (!this.shown) return false;
    this.shown.remove();
    this.shown = null;
    this.onClose();
    this.pin?.focus({ preventScroll: true });
    return true;
  }

  /** @param {Feature} place */
  entry(place) {
    const { name, score, price, number, about } = place.properties;
    const url = elsewhere(place);
    const entry = made("div", "map-entry");
    const head = made("p", "map-entry-name");
    const link = made(url ? "a" : "span", "", number ? `${number}. ${name}` : name);
    link.lang = "vi";
    if (url) link.setAttribute("href", url);
    head.append(link);
    const facts = made("p", "map-entry-facts");
    facts.append(...this.opening(place));
    if (score) facts.append(this.stars(score));
    if (price) facts.append(made("span", "money", price));
    if (about) facts.append(made("span", "", about));
    entry.append(head, facts);
    if (isRough(place)) entry.append(made("p", "map-entry-rough", this.words.rough));
    entry.append(this.ways(place));
    return entry;
  }

  /** @param {Feature} place */
  opening({ properties: { open, opening } }) {
    if (typeof open !== "boolean") return [];
    const text = opening ?? (open ? this.words.open : this.words.closed);
    return [made("span", open ? "open" : "closed", text)];
  }

  /** @param {number} score */
  stars(score) {
    const stars = made("span", "map-entry-stars", `★ ${this.number.format(score)}`);
    stars.setAttribute("role", "img");
    const said = this.words.score.replace("{score}", this.number.format(score));
    stars.setAttribute("aria-label", said);
    return stars;
  }

  /** @param {Feature} place */
  ways(place) {
    const links = made("p", "map-entry-ways");
    const url = elsewhere(place);
    const there = directions(place);
    if (url) links.append(anchor(url, this.words.venue, "button"));
    if (there) links.append(anchor(there, this.words.directions, "button quiet"));
    return links;
  }
}

/**
 * The page of a place, unless it is this one.
 * @param {Feature} place
 */
function elsewhere({ properties: { url } }) {
  return url === location.pathname ? undefined : url;
}

/**
 * The way there in the phone's own map, else the address that the page gave.
 * @param {Feature} place
 */
function directions({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const name = encodeURIComponent(properties.name);
  if (/Android/.test(navigator.userAgent)) return `geo:${lat},${lon}?q=${lat},${lon}(${name})`;
  if (/iPhone|iPad/.test(navigator.userAgent)) return `maps:?daddr=${lat},${lon}&q=${name}`;
  return properties.directions;
}

/**
 * @param {string} kind
 * @param {string} name of its class
 * @param {string} [text]
 */
function made(kind, name, text) {
  const element = document.createElement(kind);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

/**
 * @param {string} address
 * @param {string} text
 * @param {string} name of its class
 */
function anchor(address, text, name) {
  const link = made("a", name, text);
  link.setAttribute("href", address);
  return link;
}
