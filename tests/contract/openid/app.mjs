// @ts-check
// An app lets P001 in with openid-client, from discovery to revocation; prints it.
import * as client from "openid-client";
import { Browser } from "./browser.mjs";

const [issuer] = process.argv.slice(2);
const callback = "http://127.0.0.1:4567/callback";
const app = await client.discovery(
  new URL(issuer), "citizen-app", undefined, client.None(),
  { algorithm: "oauth2", execute: [client.allowInsecureRequests] },
);
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const start = client.buildAuthorizationUrl(app, {
  redirect_uri: callback,
  scope: "profile account",
  acr_values: "LoA2",
  max_age: "900",
  state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});

const browser = new Browser(issuer);
const login = await browser.visit(start.href);
const vneid = await browser.submit(login.text, { persona: "P001" });
const consent = await browser.submit(vneid.text, { allow: "1" });
const back = await browser.submit(consent.text, {
  "allow-profile": "yes", "allow-account": "yes", action: "allow",
});
const tokens = await client.authorizationCodeGrant(
  app, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: state },
);
const me = async (/** @type {string} */ token) =>
  client.fetchProtectedResource(app, token, new URL("/v1/me", issuer), "GET")
    .catch((error) => error.response ?? error.cause);
const person = await (await me(tokens.access_token)).json();
const fresh = await client.refreshTokenGrant(app, tokens.refresh_token);
await client.tokenRevocation(app, fresh.refresh_token);
const after = await me(fresh.access_token);
const refused = await client
  .refreshTokenGrant(app, fresh.refresh_token)
  .then(() => "accepted", (error) => error.error);
console.log(JSON.stringify({
  scope: tokens.scope,
  level: person.level,
  name: person.name,
  refreshed: fresh.access_token !== tokens.access_token,
  after: after.status,
  refused,
}));
