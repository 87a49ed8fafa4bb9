"""The answers about insurance; the people in them are invented."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from citizen_api.examples.asking import City, Known, someone
from citizen_api.providers import EXTENSION, Providers
from citizen_api.roles.models import Role
from identity.providers.insurance import (
    Answer,
    InsuranceCardData,
    Officer,
    Question,
)
from identity.simulators.personas import by_number

PATIENT: Final = "P025"
STAFF: Final = "P002"
LOOKUPS: Final = "/v1/insurance/lookups"
UNTIL: Final = "2026-11-21T12:02:00+07:00"
CARD: Final = "099075845497||Tô Văn Bền|26031975|Nam|Phường Mẫu, Hải Phòng|15082024"


@dataclass(frozen=True)
class Told:
    """A gateway that says of every persona what is registered."""

    moment: datetime

    def lookup(self, question: Question, officer: Officer) -> Answer:
        """The persona's own card."""
        found = by_number(question.number)
        held = found.insurance if found else None
        if held is None:
            return Answer("050", self.moment)
        card = InsuranceCardData(
            held.card, held.valid_from, held.valid_to, held.facility_code
        )
        return Answer(
            held.code,
            self.moment,
            card=card,
            five_years_from=held.five_years_from,
            social_number=held.social_number,
        )


def connect(city: City) -> None:
    """Let the city ask about personas."""
    providers: Providers = city.app.extensions[EXTENSION]
    providers.insurance = Told(city.now)
    city.app.config["INVENTED_PEOPLE"] = True


def insurance_answers(city: City) -> dict[str, Any]:
    """The answer to each question about insurance, by name."""
    me = city.sign_in(PATIENT).headers
    works = city.sign_in(STAFF, Role.HEALTH_STAFF)
    made, staff = looked_up(city, works, PATIENT), works.headers
    one = f"{LOOKUPS}/{made['id']}"
    return {
        "look_up_insurance": made,
        "get_lookup": city.get(one, staff),
        "recheck_lookup": city.ask("POST", f"{one}/recheck", staff),
        "reveal_lookup": city.ask("POST", f"{one}/numbers", staff),
        "list_lookups": city.get(LOOKUPS, staff),
        "get_my_insurance": city.get("/v1/me/insurance", me),
        "parse_card": city.ask("POST", "/v1/identity/cards/parse", me, {"text": CARD}),
        "challenge_chip": {"challenge": "A" * 43, "expires_at": UNTIL},
        "verify_card_chip": verified(),
    }


def looked_up(city: City, staff: Known, patient: str, **more: str) -> dict[str, Any]:
    """A look-up of a persona."""
    who = someone(patient)
    body = {
        "number": who.number,
        "name": who.name,
        "birth": who.birth,
        "purpose": "reception",
        "presented": "citizen_card",
        **more,
    }
    made: dict[str, Any] = city.ask("POST", LOOKUPS, staff.headers, body)
    return made


def verified() -> dict[str, Any]:
    """What a chip tells; nobody has one of a persona."""
    return {
        "assurance": "authenticated",
        "number": "099*******97",
        "name": "Tô Văn Bền",
        "birth": "1975-03-26",
        "sex": "male",
        "issued": date(2024, 8, 15).isoformat(),
        "valid_to": date(2035, 3, 26).isoformat(),
        "yours": True,
    }
