"""What people may do for the city or for one place, from when and until when.

Words: a *role* is a kind of work, its *scope* the one place it is done at (the code of
a health facility, the id of a venue) or nothing for the whole city; who *holds* a role
was *granted* it by somebody, and loses it when it is *revoked* or its time is over.
"""
