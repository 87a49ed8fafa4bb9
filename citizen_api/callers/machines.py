"""Another system that sends us signed events."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, request

from citizen_api import webhooks
from citizen_api.callers.doors import View, opened_to
from citizen_api.callers.problems import ForgedEvent, OldEvent
from citizen_api.http.bodies import sent_bytes
from citizen_api.http.clock import now

CHALLENGE = {"WWW-Authenticate": 'Signature realm="webhook"'}


def machine(name: str, key: str) -> Callable[[View], View]:
    """A system that signs with the key in `app.config[key]` may call this.

    The view gets the id of the event first. Raises ForgedEvent, also when there is no
    key, and OldEvent.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            event = _event()
            try:
                webhooks.ensure_signed(current_app.config[key], event, now())
            except webhooks.Forged:
                raise ForgedEvent(headers=CHALLENGE) from None
            except webhooks.Old:
                raise OldEvent(headers=CHALLENGE) from None
            return view(event.id, *args, **kwargs)

        return opened_to(name, view, called, "webhook")  # type: ignore[return-value]

    return decorated


def _event() -> webhooks.Signed:
    sent = request.headers
    return webhooks.Signed(
        sent.get("webhook-id", ""),
        sent.get("webhook-timestamp", ""),
        sent.get("webhook-signature", ""),
        sent_bytes(request),
    )
