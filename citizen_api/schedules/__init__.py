"""Opening hours: when places are open, past midnight and on Vietnamese holidays.

A *schedule* is one `opening_hours` text of OpenStreetMap, normalised, with the hours
it was compiled to; places that keep the same hours share its id. The *week* is the
ordinary week in minutes (Monday 00:00 = 0 … 10080), an *exception* the hours of one
civil date that differs from its weekday. A minute in `week` counts as open. A minute
only in `unknown` may be open. A minute in both is open, but nobody knows for how long
("15:00+"). The *calendar* holds the public holidays; the text's `PH` means its days
off, days in lieu included.
"""
