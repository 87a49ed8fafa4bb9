"""Codes as those who keep them see them, on the wire and on the pages of staff."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from citizen_api.links import queries
from citizen_api.links.inventory import Known
from citizen_api.links.models import LinkChange, LinkFlag
from citizen_api.links.resources import address_of
from citizen_api.links.rules import state


def card(known: Known, now: datetime) -> dict[str, Any]:
    """A code with its flags."""
    target = known.target
    place = target.place
    return {
        "code": target.code,
        "url": address_of(target.code),
        "kind": target.kind,
        "id": target.id,
        "name": target.title,
        "state": state(target, now),
        "place": {
            "label": target.place_label,
            "lat": place and place.point.lat,
            "lon": place and place.point.lon,
            "radius_m": target.radius_m,
        },
        "campaign": target.campaign,
        "keeper": target.keeper,
        "starts_at": target.starts_at,
        "ends_at": target.ends_at,
        "fallback": target.fallback_code or target.fallback_url,
        "revoked_at": target.revoked_at,
        "flags": [flag_card(flag) for flag in known.flags],
    }


def whole_card(session: Session, code: str, now: datetime) -> dict[str, Any]:
    """A code with every flag and all that was done to it. Raises NotFound."""
    known = Known(queries.target_in(session, code), queries.flags_of(session, code))
    changes = queries.history(session, code)
    return card(known, now) | {"changes": [change_card(each) for each in changes]}


def flag_card(flag: LinkFlag) -> dict[str, Any]:
    """Why somebody should look at a code, or should have."""
    return {
        "kind": flag.kind,
        "count": flag.count,
        "first_on": flag.first_on,
        "last_on": flag.last_on,
        "said": flag.said,
        "resolved_at": flag.resolved_at,
    }


def change_card(change: LinkChange) -> dict[str, Any]:
    """What was done to a code."""
    return {
        "at": change.at,
        "by": change.by,
        "verb": change.verb,
        "before": change.before,
        "after": change.after,
    }
