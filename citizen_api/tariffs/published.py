"""Plans as the public feed of bikes publishes them."""

from collections.abc import Mapping
from typing import Any, Final

from citizen_api.tariffs.plans import Plan
from citizen_api.tariffs.prices import Segment, segments

LANGUAGES: Final = ("vi", "en")
CURRENCY: Final = "VND"


def gbfs_plan(plan: Plan) -> dict[str, Any]:
    """The plan as `system_pricing_plans` of GBFS 3.0 has it.

    2.3 has the same members, with `name` and `description` in one language.
    """
    return {
        "plan_id": plan.id,
        "name": _translated(plan.name),
        "currency": CURRENCY,
        "price": plan.price,
        "is_taxable": False,
        "description": _translated(plan.description),
        "per_min_pricing": [_published(segment) for segment in segments(plan)],
    }


def _published(segment: Segment) -> dict[str, int]:
    return {
        name: value for name, value in segment._asdict().items() if value is not None
    }


def _translated(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"text": texts[name], "language": name} for name in LANGUAGES]
