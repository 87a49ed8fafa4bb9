"""Where people of the city are treated: hospitals, centres, clinics, ward stations.

A *facility* has the five digits by which insurance knows it. *Invented* is what of a
facility is made up, for there is no public list of them to take it from.
"""
