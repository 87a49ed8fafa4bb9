"""What a ride costs: dated plans as data, and the one function that prices them.

A *plan* is a price for the first minutes and for each *step* begun after them, with a
*cap*. It is good from one day to another; a rental keeps a copy of the plan it began
with. A *pass* is a plan whose first minutes are a *pool* that several rides share.
`prices.segments` says what a plan charges when: the published feed is written from
it and the bill is added up from it, so that they cannot differ.
"""
