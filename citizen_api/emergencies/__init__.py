"""Break-glass: one patient looked up in an emergency, and a second person's review.

A *glass* is broken by one staff member, for one patient, at one facility, for an hour.
Whoever reviews it is somebody else. A lower room: its doors are those of `insurance`,
which asks it whether a glass is in force.
"""
