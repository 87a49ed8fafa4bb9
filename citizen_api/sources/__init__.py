"""Where a fact comes from: a press page, a map, the city itself.

Every price, opening time, coordinate and honour points at a source and says when
it was true (`checked_at`, as precise as the source is: 2022, 2022-06, 2022-06-08).
"""
