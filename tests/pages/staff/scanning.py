"""A receptionist at the desk, and the cards that patients show."""

from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.insurance.clinic import Clinic, someone
from tests.pages.personal import FormTo, SignedIn, at_work

DESK = "/staff/insurance"
EMERGENCY = f"{DESK}/emergency"
REASON = "Bất tỉnh sau tai nạn, phải mổ ngay."


def receptionist(clinic: Clinic, facility: str = "99001") -> SignedIn:
    """Somebody at the desk of a facility."""
    return at_work(clinic.app, Role.HEALTH_STAFF, facility)


def scanned(name: str = "P001") -> str:
    """What a hand scanner types for the card of a persona."""
    who = someone(name)
    day = "".join(reversed(who.birth.split("-")))
    return f"{who.number}||{who.name}|{day}|Nam|Phường Mẫu|15082024"


def typed(persona: str = "P001", /, **changes: str) -> dict[str, str]:
    """A form filled in by hand."""
    who = someone(persona)
    return {"card": who.number, "name": who.name, "birth": who.birth, **changes}


def look_up(reader: SignedIn, **filled: Any) -> TestResponse:
    """Fill in the desk's form and send it."""
    return reader.press(DESK, DESK, **filled)


def result(reader: SignedIn, **filled: Any) -> TestResponse:
    """The page with what the gateway said."""
    return reader.follow(look_up(reader, **filled))


def blank(reader: SignedIn) -> dict[str, str]:
    """The form as it is before anything is typed; also that of an emergency."""
    return FormTo(reader.open(DESK), DESK).values | {"once": uuid4().hex}
