"""Keeping what is said of venues true: what people report, what owners say.

*Report*: a device or a citizen says what is wrong with a venue. It is `new` until
somebody accepts or rejects it; each has one open report of a kind about a venue. Before
they accept, moderators say what is right: the *correction*. *Claim*: a citizen says
that a venue is theirs, and proves it. *Edit*: what an owner changes; some of it waits
for a second look. *Merge*: two venues were one all along; what is said of the first
goes over to the second. All of these can be taken back.
"""
