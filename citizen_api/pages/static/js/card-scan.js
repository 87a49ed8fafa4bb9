// @ts-check
// The camera reads the code on a card: by the browser itself, or by our own decoder.

/**
 * @typedef {{ detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }} Detector
 * @typedef {{ new (options: { formats: string[] }): Detector, getSupportedFormats(): Promise<string[]> }} Detectors
 */

const FORMAT = "qr_code";
const PAUSE_MS = 150;
const Own = /** @type {{ BarcodeDetector?: Detectors }} */ (globalThis).BarcodeDetector;
const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#card"));
const start = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-camera]"));
const finder = /** @type {HTMLElement | null} */ (document.querySelector("[data-viewfinder]"));
const lost = /** @type {HTMLElement | null} */ (document.querySelector("[data-no-camera]"));

/** @returns {Promise<Detectors>} What reads pictures; iPhones and Firefox have none. */
async function detectors() {
  if (Own && (await Own.getSupportedFormats()).includes(FORMAT)) return Own;
  return (await import("../vendor/qr/decode.js")).BarcodeDetector;
}

/**
 * @param {HTMLVideoElement} video
 * @param {() => boolean} goesOn
 */
async function firstCode(video, goesOn) {
  const detector = new (await detectors())({ formats: [FORMAT] });
  while (goesOn()) {
    const [code] = await detector.detect(video);
    if (code) return code.rawValue;
    await new Promise((later) => setTimeout(later, PAUSE_MS));
  }
  return undefined;
}

/**
 * @param {HTMLElement} box
 * @param {HTMLInputElement} into
 */
async function scan(box, into) {
  const video = /** @type {HTMLVideoElement} */ (box.querySelector("video"));
  const stop = /** @type {HTMLButtonElement} */ (box.querySelector("button"));
  let goesOn = true;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  stop.addEventListener("click", () => (goesOn = false), { once: true });
  try {
    video.srcObject = stream;
    box.hidden = false;
    await video.play();
    const text = await firstCode(video, () => goesOn);
    if (text === undefined) return;
    into.value = text;
    into.form?.requestSubmit();
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    box.hidden = true;
  }
}

if (field && start && finder && lost && navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", async () => {
    start.hidden = true;
    try {
      await scan(finder, field);
    } catch {
      lost.hidden = false;
    }
    start.hidden = false;
  });
}
