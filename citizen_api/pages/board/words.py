"""The board in words."""

from collections.abc import Mapping
from typing import Final

from citizen_api.board.tables import Name
from citizen_api.pages.languages import marked
from citizen_api.pages.staff.words import KINDS

TITLES: Final[Mapping[str, str]] = {
    Name.SCANS: marked("Scans of codes"),
    Name.FRUITLESS_SEARCHES: marked("Searches that found nothing"),
    Name.STALE_LISTINGS: marked("Stale listings"),
    Name.SURGES: marked("Bursts of ratings"),
}
COLUMNS: Final[Mapping[str, str]] = {
    "day": marked("Day"),
    "kind": marked("Code of"),
    "street": marked("Street"),
    "words": marked("Words"),
    "fact": marked("What"),
    "state": marked("How old"),
    "ward": marked("Ward"),
    "opened_on": marked("Seen on"),
    "venue": marked("Id"),
    "name": marked("Place"),
    "why": marked("Why"),
    "decision": marked("Decision"),
}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {str(each): words for each, words in KINDS.items()},
    "fact": {"prices": marked("Prices"), "hours": marked("Hours")},
    "state": {
        "fresh": marked("fresh"),
        "stale": marked("stale"),
        "unknown": marked("not known"),
    },
    "why": {
        "day": marked("too many in a day"),
        "month": marked("drift in a month"),
        "person": marked("seen by a person"),
    },
    "decision": {
        "open": marked("to decide"),
        "release": marked("released"),
        "drop": marked("dropped"),
    },
}
