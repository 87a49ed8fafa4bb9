"""Short links behind the QR codes on the street: what a code stands for.

A *code* is printed once and hangs for years; its *target* may change. It may hang at a
known *place*, be good for some time only and then lead to its *fallback*, be *revoked*
for ever, and is looked after by its *keeper*. A *scan* is one opening of the printed
link, of which nothing is kept that tells of a person; a *flag* says that somebody
should look at the code; a *change* is what staff did to it.
"""
