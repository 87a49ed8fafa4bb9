"""What people thought: one review per device and venue, edited in place.

The *score* is a shrunk mean (rules.py says how); the plain mean and the count stand
beside it. The database keeps both right: a trigger on `reviews` moves
`venue_scores` in the same transaction.
"""
