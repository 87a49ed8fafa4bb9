import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] };

const baseUrl = process.argv[2] ?? "http://127.0.0.1:8000";
// JSON, and not GeoJSON, which the same doors also speak.
type Spoken = "application/json" | "application/problem+json";
const api = createClient<paths, Spoken>({ baseUrl });

const given = await api.POST("/v1/sandbox/keys");
if (!given.data) throw new Error(given.error.title);
const headers = { Authorization: `Bearer ${given.data.key}` };

const found = await api.GET("/v1/venues", {
  params: { query: { q: "bánh đa cua", limit: 1 } },
});
const venue = found.data?.items[0];
if (!venue) throw new Error("nobody serves it");

const rated = await api.PUT("/v1/venues/{venue_id}/reviews/mine", {
  params: { path: { venue_id: venue.id } },
  body: { stars: 5, text: "Ngon" },
  headers,
});
console.log(venue.id, rated.response.status, rated.data?.stars);
