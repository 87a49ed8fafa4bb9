"""Whoever may have a wallet: a citizen who signed in, or a visitor's device."""

from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from citizen_api.callers.citizens import CHALLENGE, ensure_allowed
from citizen_api.callers.devices import known_device
from citizen_api.callers.doors import View, bearer, opened_to
from citizen_api.callers.problems import NotSignedIn
from citizen_api.callers.sessions import known

SCOPE = "rentals"


class Rider(NamedTuple):
    """The id of a person or of a device; one of them is None."""

    person: UUID | None
    device: int | None

    @property
    def actor(self) -> str:
        """What logs and limits call whoever it is."""
        return f"person:{self.person}" if self.person else f"device:{self.device}"


def rider(view: View) -> View:
    """A citizen or a device may call this; the view gets a Rider first.

    Raises NotSignedIn, and ScopeMissing for an app that was not allowed `rentals`.
    """

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        return view(_rider(), *args, **kwargs)

    opened = opened_to("rider", view, called, "citizen", [SCOPE])
    opened.security.append({"device": []})  # type: ignore[attr-defined]
    return opened  # type: ignore[return-value]


def _rider() -> Rider:
    token = bearer()
    if token and (device := known_device(token)):
        return Rider(None, device.id)
    if token and (found := known(token)):
        ensure_allowed(found.citizen, SCOPE)
        return Rider(found.citizen.id, None)
    raise NotSignedIn(headers={"WWW-Authenticate": CHALLENGE})
