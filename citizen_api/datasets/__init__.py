"""Open data: what the offline pack holds, as files for maps and tables.

A *dataset* is made of items of the pack, and a *file* is a dataset in one format.
Stands above the pack.
"""
