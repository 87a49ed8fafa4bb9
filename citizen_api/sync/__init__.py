"""The offline pack: all public data, whole once, then what changed since.

An *item* is one public thing as apps keep it: a dish, a venue with its menu, the hours
of an opening_hours text. A *version* is the state of all items at one moment, with a
hash over it; what changed from one version to the next has the number of the latter.
A *tombstone* is what is left of an item that is gone. Stands above the rooms.
"""
