"""What moderators decide and read, in words."""

from collections.abc import Mapping
from typing import Final

from citizen_api.cases.models import Kind, State
from citizen_api.listings.edit_models import Part
from citizen_api.listings.models import Kind as Wrong
from citizen_api.pages.languages import marked
from citizen_api.reviews.records import Fault
from citizen_api.schedules.models import HolidayStatus, NoticeKind
from citizen_api.venues.records import LicenceKind

STATES: Final[Mapping[str, str]] = {
    State.OPEN: marked("To decide"),
    State.PROPOSED: marked("For a second person"),
    State.DECIDED: marked("Decided"),
    State.UNDONE: marked("Undone"),
}
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    Kind.REVIEW_HELD: {
        "count": marked("Show it, and let it count"),
        "drop": marked("Remove it"),
    },
    Kind.REVIEW_REPORT: {"keep": marked("Let it stay"), "drop": marked("Remove it")},
    Kind.SURGE: {
        "release": marked("Release: these ratings count"),
        "drop": marked("Drop: they never count (a second person must agree)"),
    },
    Kind.LISTING_EDIT: {
        "accept": marked("Make this change"),
        "refuse": marked("Leave it as it is"),
    },
    Kind.CLAIM: {
        "accept": marked("The place is theirs"),
        "refuse": marked("Refuse the claim"),
    },
    Kind.MERGE: {
        "merge": marked("Merge them (a second person must agree)"),
        "refuse": marked("They are two places"),
    },
    Kind.REPORT: {
        "accept": marked("Correct the listing"),
        "refuse": marked("Nothing is wrong"),
    },
    Kind.PHOTO: {"keep": marked("Let it stay"), "remove": marked("Remove it")},
    Kind.APPEAL: {
        "grant": marked("Turn the decision around"),
        "refuse": marked("The decision stands"),
    },
}
FAULTS: Final[Mapping[str, str]] = {
    Fault.SPAM: marked("Advertising or rubbish"),
    Fault.INSULT: marked("Insults somebody"),
    Fault.PERSONAL_DATA: marked("Tells of somebody's privacy"),
    Fault.NOT_A_VISIT: marked("Not about a visit"),
    Fault.PAID: marked("Paid for"),
    Fault.WRONG_VENUE: marked("About another place"),
    Fault.OTHER: marked("Something else"),
}
PARTS: Final[Mapping[str, str]] = {
    Part.NAME: marked("Name"),
    Part.KIND: marked("Kind of place"),
    Part.ADDRESS: marked("Address"),
    Part.LOCATION: marked("Place on the map"),
}
WRONG: Final[Mapping[str, str]] = {
    Wrong.CLOSED: marked("It is closed for good"),
    Wrong.MOVED: marked("It moved"),
    Wrong.PRICE: marked("The price is wrong"),
    Wrong.HOURS: marked("The hours are wrong"),
    Wrong.NOT_SERVED: marked("The dish is not served"),
    Wrong.DUPLICATE: marked("It is listed twice"),
    Wrong.OTHER: marked("Something else is wrong"),
}
NOTICES: Final[Mapping[str, str]] = {
    NoticeKind.HOLIDAY: marked("Public holiday"),
    NoticeKind.DAY_OFF_IN_LIEU: marked("Day off in lieu"),
    NoticeKind.WORKING_DAY_IN_LIEU: marked("Day worked in lieu"),
    NoticeKind.ORDINARY_DAY: marked("An ordinary day after all"),
}
STATUSES: Final[Mapping[str, str]] = {
    HolidayStatus.OFFICIAL: marked("Official"),
    HolidayStatus.EXPECTED: marked("Expected"),
}
LICENCES: Final[Mapping[str, str]] = {
    LicenceKind.BUSINESS: marked("Business licence"),
    LicenceKind.FOOD_SAFETY: marked("Food-safety certificate"),
}
