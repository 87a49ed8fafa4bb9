"""Proof that somebody was at a venue, for the mark "visited" on a rating.

Either by the short code that the venue shows, which is another one each minute, or by
the printed code that was scanned, near its place and while the venue is open. A
*visit* says who, which venue, which day and how; where somebody stood is not kept.
It counts for a week, and is then deleted.
"""
