"""Public bikes: where they stand now, and the feeds that tell map apps of it.

A *system* is an operator's fleet with its *stations*: the city's own, whose *bikes* are
counted one by one, and those of others, imported as counts from their GBFS feed. A bike
is always in one *state*; every change of it is a *bike event*. What a station counts is
derived from the bikes that stand there, never stored. An *edition* is a set of GBFS
feeds made from one look at the database and kept as bytes until its `ttl` is over.
A *sample* is what a station counted at a moment: the history that predictions stand on.

Modules: `models`, `records` (tables); `rules`, `codes`, `prediction` (pure); `queries`,
`counts`, `stations`, `history`, `tiles` (questions); `actions` (verbs), `simulating` (a
day of riders); `schemas`, `schemas_card`, `cards`, `resources` (stations on the wire);
`snapshot`, `gbfs3`, `gbfs2`, `publishing`, `editions`, `feeds` (the feeds of ours);
`fetching`, `reading`, `keeping`, `importing` (feeds of others).
"""
