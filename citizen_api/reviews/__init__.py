"""What people thought: one review per person and venue, edited in place.

A person is a device, or a citizen with all the phones that they said are theirs. A
review is *counted*, *held* (for a burst, for its words, for a conflict of interest) or
*dropped*; each state but the first has a reason that can be read. What a review said
before is kept for its writer. Others vote, report, answer and appeal; what a person
must decide is a case (see `cases`), and each step is in the public log.

The *score* is a weighted, shrunk mean (see `scores`); the plain mean and the count
stand beside it. The database keeps all of it right: triggers on `reviews` move scores,
versions and cases in the same transaction.
"""
