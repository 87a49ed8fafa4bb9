"""Pages for people: the landing of a code, the documentation, what a problem means.

They stand above the rooms and call the rooms' queries.
"""
