"""Work that nobody waits for: kept in the database until it is done.

*Job*: one thing to do, of a kind, not before its time. A worker *holds* the job that
it does; when the worker dies, the hold ends and another takes the job.
"""
