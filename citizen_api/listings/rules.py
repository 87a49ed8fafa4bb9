"""What a report must say. Pure."""

from citizen_api.listings.models import Kind
from citizen_api.problems import FieldError, InvalidRequest, Said

ABOUT_A_DISH = frozenset({Kind.PRICE, Kind.NOT_SERVED})
SAY_WHAT = Said("Hãy viết điều gì sai.", "Say in words what is wrong.")
NO_DISH_HERE = Said(
    "Chỉ báo về giá hoặc món không bán mới kèm món.",
    "Only a report about a price or a dish that is not served names a dish.",
)


def ensure_says_something(kind: Kind, dish: str | None, text: str | None) -> None:
    """Raise InvalidRequest for a report that nobody could act on."""
    if kind is Kind.OTHER and text is None:
        raise InvalidRequest(errors=[FieldError(SAY_WHAT, pointer="#/text")])
    if dish is not None and kind not in ABOUT_A_DISH:
        raise InvalidRequest(errors=[FieldError(NO_DISH_HERE, pointer="#/dish_id")])
