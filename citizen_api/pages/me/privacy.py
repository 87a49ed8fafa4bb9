"""What is kept of people, for how long, and the law: for everybody to read."""

from datetime import timedelta
from typing import Any

from flask import Response

from citizen_api.accounts.rules import APP_LIFE, PAGES_LIFE
from citizen_api.audits.queries import KEPT_FOR
from citizen_api.callers import public as anyone
from citizen_api.emergencies.rules import IN_FORCE, REVIEWED_WITHIN
from citizen_api.insurance.rules import ANSWERS_KEPT
from citizen_api.pages.frames import personal
from citizen_api.pages.html import page
from citizen_api.rights.rules import ERASED_AFTER, EXPORT_KEPT, TERMS

MAX_AGE_S = 3600

blueprint = personal("privacy")


@blueprint.get("/privacy")
@anyone
def privacy() -> Response:
    """The page; its numbers are those that the service acts by."""
    return page("me/privacy.html", max_age=MAX_AGE_S, **kept())


def kept() -> dict[str, Any]:
    """For how long what is kept, and what the law gives."""
    return {
        "browser_hours": PAGES_LIFE // timedelta(hours=1),
        "app_days": APP_LIFE.days,
        "answer_days": ANSWERS_KEPT.days,
        "log_years": KEPT_FOR.days // 365,
        "export_days": EXPORT_KEPT.days,
        "erased_days": ERASED_AFTER.days,
        "access_minutes": IN_FORCE // timedelta(minutes=1),
        "review_hours": REVIEWED_WITHIN // timedelta(hours=1),
        "term": TERMS[-1],
    }
