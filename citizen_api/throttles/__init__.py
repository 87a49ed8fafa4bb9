"""How often one may try: by address, by caller, by what is tried.

*Limit*: so many in a window of time, whatever comes of them. *Lock*: so many misses
close a key for a while, longer each time. Both are counted in the database, so they
hold for every process and survive a restart.
"""
