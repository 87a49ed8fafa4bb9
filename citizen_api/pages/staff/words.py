"""Codes, roles and breaches in words, for the pages of people at work."""

from typing import Final

from citizen_api.breaches.models import Harm
from citizen_api.breaches.models import State as BreachState
from citizen_api.links.models import Flag, Kind
from citizen_api.links.rules import State
from citizen_api.pages.languages import marked
from citizen_api.roles.models import Role

KINDS: Final = {
    Kind.VENUE: marked("Venue"),
    Kind.DISH: marked("Dish"),
    Kind.STREET: marked("Street"),
    Kind.TOUR: marked("Food walk"),
    Kind.STATION: marked("Bike station"),
    Kind.BIKE: marked("Bike"),
    Kind.RECEIPT: marked("Dossier receipt"),
    Kind.PAGE: marked("Page"),
}
FLAGS: Final = {
    Flag.FAR: marked("Scanned far from its place"),
    Flag.PASTED_OVER: marked("Pasted over"),
    Flag.WRONG_PLACE: marked("In the wrong place"),
    Flag.WRONG_PAGE: marked("Opens the wrong page"),
    Flag.DAMAGED: marked("Damaged"),
    Flag.OTHER: marked("Something else is wrong"),
}
STATES: Final = {
    State.GOOD: marked("In use"),
    State.EARLY: marked("Not yet in use"),
    State.OVER: marked("Its time is over"),
    State.REVOKED: marked("Out of use for ever"),
}
VERBS: Final = {
    "create": marked("made"),
    "retarget": marked("given another target"),
    "hang": marked("hung elsewhere"),
    "limit": marked("given another time"),
    "hand over": marked("handed over"),
    "revoke": marked("taken out of use"),
    "resolve": marked("seen to"),
}
ROLES: Final = {
    Role.ADMINISTRATOR: marked("Administrator"),
    Role.HEALTH_STAFF: marked("Health staff"),
    Role.BREAK_GLASS_REVIEWER: marked("Reviewer of emergency accesses"),
    Role.PRIVACY_OFFICER: marked("Privacy officer"),
    Role.AUDITOR: marked("Auditor"),
    Role.CODE_KEEPER: marked("Code keeper"),
    Role.MODERATOR: marked("Moderator"),
    Role.BIKE_OPERATOR: marked("Bike operator"),
    Role.VENUE_OWNER: marked("Venue owner"),
}
BREACH_STATES: Final = {
    BreachState.OPEN: marked("Still open"),
    BreachState.NOTIFIED: marked("Authority told"),
    BreachState.CLOSED: marked("Case closed"),
}
HARMS: Final = {
    Harm.UNKNOWN: marked("Not known yet"),
    Harm.NONE: marked("No harm"),
    Harm.POSSIBLE: marked("Harm is possible"),
    Harm.SERIOUS: marked("Serious harm"),
}
