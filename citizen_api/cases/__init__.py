"""What waits for a person's judgement, and the public log of what became of it.

A *case* is about one thing (a review, a claim, a photo …) and is open until a
moderator decides it; some decisions are only *proposed* until a second person says the
same. What was decided can be undone. Each step is one *entry* of the public log: what,
which venue, why and when, and never who. What a decision does to the thing itself is
done above.
"""
