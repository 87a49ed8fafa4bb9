"""The real city as data files with their sources, and a synthetic one of any size.

`load.load` makes the database say what the files say, and nothing twice; what is
numbered once keeps its number. `sample.sample` adds venues that nobody could take for
real ones, for tests and measurements.
"""
