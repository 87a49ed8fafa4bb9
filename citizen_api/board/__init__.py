"""The board of the city: scans, searches that found nothing, stale listings, surges.

A *cell* is a count of what is alike. No cell below five is told to anybody: small ones
are put together, and what is still small is left out. Stands above the rooms.
"""
