"""What a search tells its reader in whole sentences: why it is empty, what is wrong."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from citizen_api.http.session import database
from citizen_api.pages.languages import _, marked, marked_plural, ngettext
from citizen_api.problems import FieldError
from citizen_api.venues.queries import emptiness
from citizen_api.venues.questions import Question
from citizen_api.venues.rows import Showing

NOT_UNDERSTOOD = "not-understood"
PLAIN = {
    NOT_UNDERSTOOD: marked("No dish, venue or street has a name like this."),
    "nobody-serves-it": marked("No venue that we know of lists this dish."),
    "too-far": marked("None is so near."),
    "outside": marked("None is here, but there are some elsewhere."),
    "nothing": marked("There are none."),
}
COUNTED = {
    "not-on-menu": marked_plural(
        "%(num)d venue has this name, but does not list this dish.",
        "%(num)d venues have this name, but do not list this dish.",
    ),
    "closed": marked_plural(
        "%(num)d venue matches, but is closed now or its hours are not known.",
        "%(num)d venues match, but are closed now or their hours are not known.",
    ),
    "hours-unknown": marked_plural(
        "%(num)d venue matches, but its hours are not known.",
        "%(num)d venues match, but their hours are not known.",
    ),
    "too-dear": marked_plural(
        "%(num)d venue matches, but costs more or its price is not known.",
        "%(num)d venues match, but cost more or their price is not known.",
    ),
    "score": marked_plural(
        "%(num)d venue matches, but has a lower score or no ratings.",
        "%(num)d venues match, but have a lower score or no ratings.",
    ),
    "other-area": marked_plural(
        "None is in this area, but there is %(num)d elsewhere.",
        "None is in this area, but there are %(num)d elsewhere.",
    ),
    "all-together": marked_plural(
        "None meets all conditions; without them there is %(num)d.",
        "None meets all conditions; without them there are %(num)d.",
    ),
}
WITHOUT = {
    "closed": {"open": None},
    "hours-unknown": {"open": None},
    "too-dear": {"max_price": None},
    "other-area": {"ward": None},
    "all-together": {"open": None, "max_price": None, "ward": None},
}
WRONG = {
    "q": marked(
        "The words to search for: 100 characters at most, no control characters."
    ),
    "lat": marked("The position: it cannot be used."),
    "lon": marked("The position: it cannot be used."),
    "open": marked("Open now: this can only be “now”."),
    "max_price": marked(
        "The highest price: a whole number of đồng, together with a dish."
    ),
    "ward": marked("The ward: no ward, district or street has this name."),
    "sort": marked(
        "The order: by distance needs your position, by price needs a dish."
    ),
    "cursor": marked("This page of the list has expired. Search again."),
}
ELSE = marked("The address has something in it that cannot be used.")


class Why(NamedTuple):
    """Why a list is empty, what to leave out, and the venue that comes nearest."""

    said: str
    without: dict[str, None]
    nearest: dict[str, Any] | None


def why_empty(showing: Showing, question: Question, is_nonsense: bool) -> Why:
    """The reason in the reader's language."""
    if is_nonsense:
        return Why(_(PLAIN[NOT_UNDERSTOOD]), {}, None)
    empty = emptiness.why_empty(database(), showing.known, question)
    if empty.reason in COUNTED:
        said = ngettext(*COUNTED[empty.reason], empty.count)
    else:
        said = _(PLAIN[empty.reason])
    nearest = showing.item(empty.nearest) if empty.nearest else None
    return Why(said, WITHOUT.get(empty.reason, {}), nearest)


def wrong_fields(errors: Iterable[FieldError | str]) -> list[str]:
    """Which fields of the search are wrong, each once."""
    names = (each if isinstance(each, str) else each.parameter for each in errors)
    return list(dict.fromkeys(_(WRONG.get(name or "", ELSE)) for name in names))
