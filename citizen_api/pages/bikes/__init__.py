"""Public bikes for readers: which station has bikes or room, now and on arrival."""
