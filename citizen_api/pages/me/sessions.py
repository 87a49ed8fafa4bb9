"""Where a person is signed in, and how to sign out: here, there, everywhere."""

import re
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug import Response

from citizen_api.accounts.actions import end_page_session, end_sessions
from citizen_api.accounts.queries import Open, open_sessions
from citizen_api.callers import Citizen
from citizen_api.callers import public as anyone
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms, visitors
from citizen_api.pages.formats import age
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.visitors import signed_in
from citizen_api.pages.ways_back import safe_way

HERE = "/me/sessions"
MOST = 50
NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)

blueprint = personal("sessions")


@blueprint.get(HERE)
@signed_in()
def listed(reader: Citizen) -> Response:
    """Where the reader is signed in; `back`: where a sign-in wanted to go on."""
    moment = now()
    found = open_sessions(database(), reader.id, before=None, limit=MOST, now=moment)
    asked = request.args
    return own_page(
        "me/sessions.html",
        sessions=[shown(each, each.id == reader.session) for each in found],
        back=safe_way(asked["back"]) if "back" in asked else None,
        done=asked.get("done"),
    )


@blueprint.post(HERE)
@signed_in()
def end(reader: Citizen) -> Response:
    """End one session, or all of them with this one."""
    sent = forms.read_form()
    if not sent.fresh:
        return redirect(f"{HERE}?done=too-old", 303)
    everywhere = sent["action"] == "everywhere"
    if not everywhere and not NUMBER.fullmatch(sent["session"]):
        return redirect(HERE, 303)
    only = None if everywhere else UUID(sent["session"])
    with transaction() as session:
        end_sessions(session, reader.id, only=only, now=now())
    return redirect("/" if everywhere else f"{HERE}?done=ended", 303)


@blueprint.post("/sign-out")
@anyone
def sign_out() -> Response:
    """End the session of this browser; nothing happens when there is none."""
    sent, token = forms.read_form(), visitors.page_token()
    if token is not None and sent.fresh:
        with transaction() as session:
            end_page_session(session, token, now=now())
    response = redirect(safe_way(sent["return_to"] or "/"), 303)
    response.headers["Cache-Control"] = "no-store"
    if sent.fresh:
        visitors.forget(response)
    return response


def shown(each: Open, here: bool) -> dict[str, Any]:
    """A session as the page tells of it."""
    return {
        "id": str(each.id),
        "app": each.client_name,
        "device": each.device_name,
        "since": age(each.created_at.date().isoformat()),
        "here": here,
    }
