"""Curated food walks: in which order to eat what where. It stands above the rooms.

A *tour* is an ordered list of *stops*; a stop is a venue of the city, the dishes that
the curator would eat there, and how long one stays. Where a venue is, when it is open
and what a dish costs are the venue's own facts, so this room lies beside `around`.
"""
