"""Public bikes: where they stand now, and the feeds that tell map apps of it.

A *system* is an operator's fleet with its *stations*: the city's own, whose *bikes* are
counted one by one, and those of others, imported as counts from their GBFS feed. A bike
is always in one *state*; every change of it is a *bike event*. What a station counts is
derived from the bikes that stand there, never stored. An *edition* is a set of GBFS
feeds made from one look at the database and kept as bytes until its `ttl` is over.
A *sample* is what a station counted at a moment: the history that predictions stand on.

Modules: `models`, `imports` (tables); `rules`, `codes`, `prediction` (pure); `counts`,
`queries`, `history` (questions); `actions`, `sampling` (verbs); `snapshot`, `gbfs3`,
`gbfs2`, `editions`, `feeds` (the feeds); `reading`, `fetching`, `importing` (feeds of
others).
"""
