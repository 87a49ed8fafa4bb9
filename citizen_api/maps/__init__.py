"""The city on a map: venues and the ground as vector tiles, and a style for them."""
