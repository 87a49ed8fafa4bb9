"""Where people at work begin: the pages that their roles open."""

from typing import Final, NamedTuple

from flask import Response

from citizen_api.callers import Citizen
from citizen_api.callers.staffing import LEVEL
from citizen_api.emergencies.queries import waiting
from citizen_api.http.session import transaction
from citizen_api.insurance.break_glass import scopes
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import marked
from citizen_api.pages.visitors import known_worker, signed_in
from citizen_api.roles.models import Role


class Work(NamedTuple):
    """A page of /staff, and the roles of which any opens it."""

    path: str
    roles: frozenset[Role]
    title: str
    about: str


WORKS: Final = (
    Work(
        "/me/venues",
        frozenset({Role.VENUE_OWNER}),
        marked("My venues"),
        marked("What is sold out, prices, hours, reviews."),
    ),
    Work(
        "/staff/insurance",
        frozenset({Role.HEALTH_STAFF}),
        marked("Look up health insurance"),
        marked("Scan the patient's card, and read what to do."),
    ),
    Work(
        "/staff/emergencies",
        frozenset({Role.BREAK_GLASS_REVIEWER}),
        marked("Review emergency accesses"),
        marked("Each within 72 hours, by somebody else than who opened it."),
    ),
    Work(
        "/staff/moderation",
        frozenset({Role.MODERATOR}),
        marked("Moderation"),
        marked("Reviews, photos, owners' changes and reports that wait for a person."),
    ),
    Work(
        "/staff/licences",
        frozenset({Role.MODERATOR}),
        marked("Stamps of the city"),
        marked("Business licences and food-safety certificates that you have seen."),
    ),
    Work(
        "/staff/letters",
        frozenset({Role.MODERATOR, Role.CODE_KEEPER}),
        marked("Letters to owners"),
        marked("The code by which an owner proves that they were at their place."),
    ),
    Work(
        "/staff/calendar",
        frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
        marked("Calendar"),
        marked("Public holidays and swapped days, as the yearly notice has them."),
    ),
    Work(
        "/staff/board",
        frozenset({Role.MODERATOR, Role.ADMINISTRATOR, Role.AUDITOR}),
        marked("Board of the city"),
        marked("Scans, searches that found nothing, stale listings, bursts."),
    ),
    Work(
        "/staff/codes",
        frozenset({Role.CODE_KEEPER, Role.MODERATOR}),
        marked("Codes on the street"),
        marked("What people report, what a code opens, posters."),
    ),
    Work(
        "/staff/bikes/labels",
        frozenset({Role.BIKE_OPERATOR}),
        marked("Labels of bikes"),
        marked("The QR code on a lock, printed again or made anew."),
    ),
    Work(
        "/staff/bikes/work",
        frozenset({Role.BIKE_OPERATOR}),
        marked("Bikes that wait"),
        marked("Broken, silent or missing: mended, carried, taken away."),
    ),
    Work(
        "/staff/bikes/refunds",
        frozenset({Role.BIKE_OPERATOR}),
        marked("Refunds that wait"),
        marked("Large sums of rides: a second person approves or rejects them."),
    ),
    Work(
        "/staff/breaches",
        frozenset({Role.PRIVACY_OFFICER}),
        marked("Breaches of personal data"),
        marked("The authority must be told within 72 hours."),
    ),
    Work(
        "/staff/roles",
        frozenset({Role.ADMINISTRATOR}),
        marked("Roles"),
        marked("Who may do what for the city, and until when."),
    ),
    Work(
        "/staff/audit",
        frozenset({Role.AUDITOR}),
        marked("Audit log"),
        marked("Who did what, and whether the log is whole."),
    ),
)

blueprint = personal("staff_index")


@blueprint.get("/staff")
@signed_in(LEVEL)
def index(reader: Citizen) -> Response:
    """What the reader's roles open; nothing for who holds none."""
    found = known_worker()
    roles = {held.role for held in found[1].roles} if found else set()
    emergencies = 0
    if found and Role.BREAK_GLASS_REVIEWER in roles:
        with transaction() as session:
            emergencies = waiting(session, scopes(found[1]))
    return own_page(
        "staff/index.html",
        works=[each for each in WORKS if each.roles & roles],
        waiting={"/staff/emergencies": emergencies},
    )
