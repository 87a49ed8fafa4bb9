"""Keeping what is said of venues true: what people report as wrong.

*Report*: a device or a citizen says what is wrong with a venue. It is `new` until
somebody accepts or rejects it; each has one open report of a kind about a venue.
"""
