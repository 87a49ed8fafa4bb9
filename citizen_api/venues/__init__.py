"""Places that serve food: where they are, when they are open, what a dish costs.

*Menu item*: a venue serves a dish. *Menu price*: what one source said it costs; the
best one stands on the menu item. *Offer*: the narrow row of the hot question "who
serves this near me", one per venue and dish, and one with dish 0 per venue.
"""
