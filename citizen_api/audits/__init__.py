"""The record of who looked at what and why, which nobody can change unseen.

*Event*: one act or refusal. *Entry*: an event in its place of the chain. *Anchor*: a
signature over the chain so far, made by a key that the database never sees.
"""
