"""How a score is made, as a page tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from citizen_api.pages.formats import day
from citizen_api.pages.languages import _, marked

HELD: Final = {
    "surge": marked("it came in a burst of ratings"),
    "content": marked("a moderator looks at its words"),
    "conflict": marked("who wrote it belongs to the place"),
    "report": marked("somebody reported it"),
}
SURGE: Final = {
    "day": marked(
        "Many new devices rated this place, or one of the same name, within one day."
    ),
    "month": marked(
        "Within four weeks many devices that rated nothing else gave stars far from"
        " what everybody else gave."
    ),
    "person": marked("A moderator saw ratings that are not as usual."),
}


def told(explained: Mapping[str, Any]) -> dict[str, Any]:
    """What `venue_body.html` says of a score, from `score_explained`."""
    surge = explained["surge"]
    return {
        **explained,
        "held": [_counted(each) for each in explained["held"]],
        "dropped": [_counted(each) for each in explained["dropped"]],
        "surge": surge and notice(surge),
    }


def _counted(told: Mapping[str, Any]) -> dict[str, Any]:
    why = HELD[told["reason"]]
    return {"count": told["count"], "why": _(why)}


def notice(surge: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of a burst that nobody has decided."""
    until = datetime.fromisoformat(surge["until"])
    why = SURGE[surge["kind"]]
    return {
        "why": _(why),
        "held": surge["held"],
        "until": day(until.date()),
    }
