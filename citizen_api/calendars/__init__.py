"""The public holidays of Vietnam, and what the city is told of them year by year.

A *notice* says what a day is: a holiday, a day off swapped for another, a Saturday
that is worked for it, or an ordinary day after all. It goes before the calendar that
the service was shipped with; the opening hours follow by themselves.
"""
