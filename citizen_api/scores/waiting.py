"""One transaction at a time changes many reviews, so that these cannot deadlock."""

from typing import Final

from sqlalchemy import text

MANY_REVIEWS: Final = {"lock": 726_177}
WAIT: Final = text("SELECT pg_advisory_xact_lock(:lock)")
