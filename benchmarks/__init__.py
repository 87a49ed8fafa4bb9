"""How fast is it, beside the database's own limit and beside others on the same data?

`python -m benchmarks` (or `make bench`) starts everything on 127.0.0.1, measures and
stops it. README.md says what was found and how.
"""
