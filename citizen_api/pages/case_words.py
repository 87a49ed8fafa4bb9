"""Cases in words: what they are about, why they were opened, what became of them."""

from collections.abc import Mapping
from typing import Final

from citizen_api.cases.models import Act, Kind
from citizen_api.pages.languages import _, marked

KINDS: Final[Mapping[str, str]] = {
    Kind.REVIEW_HELD: marked("Review held back"),
    Kind.REVIEW_REPORT: marked("Review reported"),
    Kind.SURGE: marked("Burst of ratings"),
    Kind.LISTING_EDIT: marked("Change by an owner"),
    Kind.CLAIM: marked("Claim of ownership"),
    Kind.MERGE: marked("Duplicate place"),
    Kind.REPORT: marked("Mistake reported"),
    Kind.PHOTO: marked("Photo reported"),
    Kind.APPEAL: marked("Appeal"),
}
REASONS: Final[Mapping[str, str]] = {
    "link": marked("a web address"),
    "phone_number": marked("a phone number"),
    "email": marked("an e-mail address"),
    "personal_number": marked("a personal number"),
    "changed_after_drop": marked("changed after it was removed"),
    "owner_or_staff": marked("written by the owner or staff"),
    "own_edit": marked("written by who changed the listing"),
    "conflict": marked("a conflict of interest"),
    "surge": marked("part of a burst of ratings"),
    "day": marked("too many ratings in a day"),
    "month": marked("ratings drift within a month"),
    "person": marked("seen by a person"),
    "spam": marked("advertising or rubbish"),
    "insult": marked("an insult"),
    "personal_data": marked("somebody's privacy"),
    "not_a_visit": marked("not about a visit"),
    "paid": marked("paid for"),
    "wrong_venue": marked("about another place"),
    "wrong_place": marked("shows another place"),
    "name": marked("the name"),
    "kind": marked("the kind of place"),
    "address": marked("the address"),
    "location": marked("the place on the map"),
    "duplicate": marked("the same place twice"),
    "closed": marked("closed for good"),
    "moved": marked("moved elsewhere"),
    "price": marked("the price"),
    "hours": marked("the opening hours"),
    "not_served": marked("the dish is not served"),
    "no_letter": marked("no letter can prove it"),
    "has_an_owner": marked("the place has an owner already"),
}
OTHER_REASON: Final = marked("another reason")
ACTS: Final[Mapping[str, str]] = {
    Act.OPENED: marked("waits for a look"),
    Act.PROPOSED: marked("waits for a second person"),
    Act.DECLINED: marked("a second person did not agree"),
    Act.UNDONE: marked("the decision was undone"),
}
DECISIONS: Final[Mapping[str, str]] = {
    "count": marked("it counts"),
    "drop": marked("removed"),
    "keep": marked("it stays"),
    "release": marked("it counts after all"),
    "accept": marked("accepted"),
    "refuse": marked("refused"),
    "grant": marked("granted"),
    "merge": marked("merged"),
    "remove": marked("removed"),
    "accepted_by_hand": marked("accepted"),
    "rejected_by_hand": marked("refused"),
}
OTHERWISE: Final = marked("ended")


def reason(word: str) -> str:
    """Why a case was opened, in the language of the page."""
    return _(REASONS.get(word, OTHER_REASON))


def step(act: str, decision: str | None) -> str:
    """What became of a case, in the language of the page."""
    if act == Act.DECIDED:
        return _(DECISIONS.get(decision or "", OTHERWISE))
    return _(ACTS[act])
