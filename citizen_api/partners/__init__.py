"""Who builds on the service: their keys, the sandbox, and what they are told.

*Key*: what a machine shows. A *live* key is given to somebody we know, with scopes; a
*test* key is anybody's, good for ninety days, and reaches the sandbox only: there it is
one phone. *Webhook*: an address that is told of changes, each in a signed *delivery*.
"""
