// @ts-check
/** @typedef {{createApiReference: (at: string, options: object) => unknown}} Scalar */

const { Scalar } = /** @type {{Scalar: Scalar}} */ (/** @type {unknown} */ (window));

Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  // Nothing of another host: no fonts, no statistics, no assistant, no proxy.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  persistAuth: false,
});
