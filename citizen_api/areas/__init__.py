"""Where a venue lies: wards since 1 July 2025, wards and districts before, streets.

People keep using the old names, so both are kept and both can be searched. A ward
of today has a polygon and may lie on several wards of before.
"""
