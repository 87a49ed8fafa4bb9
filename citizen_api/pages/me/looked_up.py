"""Who looked me up."""

from typing import Any

from flask import Response, request

from citizen_api.callers import Citizen
from citizen_api.callers.staffing import LEVEL
from citizen_api.http.cursors import cut, position
from citizen_api.http.session import database, key_ring
from citizen_api.pages.formats import moment
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _, marked, spoken
from citizen_api.pages.visitors import signed_in
from citizen_api.rights.watching import Emergency, Seen, access_log, indexes_of
from citizen_api.rights.words import CHANNELS, KINDS, PURPOSES, said

HERE = "/me/access-log"
MOST = 20
FOUND = {
    "justified": marked("A second person found it justified."),
    "not_justified": marked("A second person found it not justified."),
}

blueprint = personal("my_access_log")


@blueprint.get(HERE)
@signed_in(LEVEL)
def listed(reader: Citizen) -> Response:
    """Which facility looked the reader up, when and why, the newest first."""
    question = ["access log page", str(reader.id)]
    before = position(question, request.args.get("after"))
    indexes = indexes_of(database(), key_ring(), reader.id)
    found: list[Seen] = []
    if indexes is not None:
        found += access_log(
            database(), key_ring(), indexes, before=before, limit=MOST + 1
        )
    some, more = cut(question, found, MOST, lambda each: (each.at, each.id))
    return own_page(
        "me/access_log.html",
        number_known=indexes is not None,
        insurance_number_known=bool(indexes and indexes["socials"]),
        seen=[shown(each) for each in some],
        more=more,
    )


def shown(seen: Seen) -> dict[str, Any]:
    """A line of the log in words."""
    language = spoken()
    return {
        "when": moment(seen.at),
        "kind": said(KINDS, seen.kind, language),
        "facility": seen.facility_name,
        "staff": seen.staff,
        "purpose": said(PURPOSES, seen.purpose, language),
        "channel": seen.channel and said(CHANNELS, seen.channel, language),
        "emergency": seen.emergency and reviewed(seen.emergency),
    }


def reviewed(emergency: Emergency) -> str:
    """What became of an emergency access."""
    if emergency.verdict is None:
        by = moment(emergency.review_due_at)
        return _("A second person reviews it by %(when)s.", when=by)
    return _(FOUND[emergency.verdict])
