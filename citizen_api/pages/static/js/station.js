// @ts-check
// A station: directions, sharing and the map as a venue has them; its age goes on.
import { keepAges } from "./age.js";
import "./venue.js";

keepAges();
