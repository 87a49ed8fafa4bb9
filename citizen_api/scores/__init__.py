"""What a score is made of, and how it is told.

*Weight*: what a review counts, in hundredths of an ordinary one. *Standing*: what is
known of who wrote it: `new`, `single` or `known`. *Prior*: what the city gives, as if
ten people had already said so. The rule in words: docs/decisions/0014. Pure; the
tables and the trigger that keeps them are in `reviews`.
"""
