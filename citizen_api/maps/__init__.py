"""The venues as vector tiles: single places when near, clusters when far."""
