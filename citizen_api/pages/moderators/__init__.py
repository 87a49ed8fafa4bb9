"""Pages of moderators: the queue, one case, and what they stamp and announce."""
