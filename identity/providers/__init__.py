"""The national systems as the service sees them: protocols, and clients over HTTP.

Words: a *provider* answers for a national system, a *question* is what an *officer*
at a health facility asks about a patient, to be *unreachable* says nothing about the
patient. Nothing here writes a log; no error quotes an address, a secret or a person.
"""
