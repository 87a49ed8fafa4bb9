"""Riders' money: a ledger that is only ever added to, in whole đồng.

An *account* holds money: a rider's *wallet*, and the city's *bank*, *fares* and
*unclaimed*. An *entry* moves money between accounts by *postings*
that sum to zero; a *balance* is the sum of an account's postings and stands nowhere
else. The database refuses anything else, also to us. An entry of a kind is made once
for a *reference*, however often it is asked for.

An *owner* is a citizen, or a visitor's device, for which a confirmed top-up is the
deposit. A *top-up* asks for a bank transfer by VietQR; the bank tells of *transfers*
by signed events. Whatever arrives is booked as it arrived: late, twice, or another
amount; what names no top-up waits in *unclaimed*.

The room lies below `rentals`, which charges rides through `actions`.
"""
