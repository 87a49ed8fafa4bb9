"""A twin of the national health insurance gateway, as hospital software meets it.

Words: an *account* is a facility's user name and password, a *ticket* the pair of
tokens that signing in gives, an *officer* the person at the desk who asks, a
*scenario* a failure switched on by a test. What the twin copies of the wire was seen
in public hospital software (letter 1923/BHXH-CNTT of 2024-06-20 and its annex 03).
"""
