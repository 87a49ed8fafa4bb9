"""The one clock of a request, in the city's time; a test may set it."""

from datetime import date, datetime, timedelta, timezone

from flask import current_app

HO_CHI_MINH = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The moment, in Asia/Ho_Chi_Minh."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(HO_CHI_MINH)


def today() -> date:
    """The civil date of the city."""
    return now().date()
