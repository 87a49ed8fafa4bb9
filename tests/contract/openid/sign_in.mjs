// @ts-check
// Signs P001 in with openid-client, from discovery to logout; prints what it saw.
import * as client from "openid-client";
import { Browser } from "./browser.mjs";

const [issuer, way] = process.argv.slice(2);
const callback = "http://127.0.0.1:4567/callback";
const insecure = { execute: [client.allowInsecureRequests] };

const app = await client.discovery(
  new URL(issuer), "demo-app", undefined, client.None(), insecure,
);
const server = await client.discovery(
  new URL(issuer), "demo-rs", undefined, client.ClientSecretBasic("demo-rs-secret"),
  insecure,
);
const verifier = client.randomPKCECodeVerifier();
const expected = {
  pkceCodeVerifier: verifier,
  expectedState: client.randomState(),
  expectedNonce: client.randomNonce(),
  maxAge: 900,
};
const parameters = {
  redirect_uri: callback,
  scope: "openid profile",
  acr_values: "LoA2",
  max_age: "900",
  state: expected.expectedState,
  nonce: expected.expectedNonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
};
const start = way === "pushed"
  ? await client.buildAuthorizationUrlWithPAR(app, parameters)
  : client.buildAuthorizationUrl(app, parameters);

const browser = new Browser(issuer);
const login = await browser.visit(start.href);
const consent = await browser.submit(login.text, { persona: "P001" });
const back = await browser.submit(consent.text, { allow: "1" });
const tokens = await client.authorizationCodeGrant(app, new URL(back.url), expected);
const claims = tokens.claims();
const person = await client.fetchUserInfo(app, tokens.access_token, claims.sub);
const fresh = await client.refreshTokenGrant(app, tokens.refresh_token);
const before = await client.tokenIntrospection(server, fresh.access_token);
await client.tokenRevocation(app, fresh.refresh_token);
const after = await client.tokenIntrospection(server, fresh.access_token);
const refused = await client
  .refreshTokenGrant(app, tokens.refresh_token)
  .then(() => "accepted", (error) => error.error);
const out = await browser.visit(
  client.buildEndSessionUrl(app, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: "http://127.0.0.1:4567/signed-out",
    state: "bye",
  }).href,
);
console.log(JSON.stringify({
  acr: claims.acr,
  name: person.name,
  refreshed: fresh.access_token !== tokens.access_token,
  introspected: { before: before.active, after: after.active },
  refusedOldRefresh: refused,
  signedOut: out.url,
}));
