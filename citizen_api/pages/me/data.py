"""All that is kept of me as a file, and being erased."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, request
from werkzeug import Response as Answer

from citizen_api.callers import Citizen
from citizen_api.callers.staffing import LEVEL
from citizen_api.http.clock import now
from citizen_api.http.idempotency import sent_once
from citizen_api.http.session import key_ring, transaction
from citizen_api.pages import forms, visitors
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.visitors import signed_in
from citizen_api.problems import NotFound
from citizen_api.rights import actions, queries
from citizen_api.rights.actions import Wish
from citizen_api.rights.erasing import erase
from citizen_api.rights.exports import FRESH_S, file_of
from citizen_api.rights.models import Kind, RightsRequest, State
from citizen_api.rights.problems import AlreadyAsked, RequestEnded
from citizen_api.rights.rules import OPEN, may_download
from citizen_api.throttles.doors import count
from citizen_api.tokens import new_token

HERE = "/me/data"
MOST = 10

blueprint = personal("my_data")


@blueprint.get(HERE)
@signed_in()
def listed(reader: Citizen) -> Response:
    """The reader's requests, with the days by which the law wants them done."""
    with transaction() as session:
        found = queries.all_mine(session, reader.id, None, before=None, limit=MOST)
        requests = [shown(each) for each in found]
    return own_page(
        "me/data.html",
        requests=requests,
        exporting=is_open(requests, Kind.EXPORT),
        erasing=is_open(requests, Kind.ERASURE),
        once=new_token(),
        done=request.args.get("done"),
    )


@blueprint.post(f"{HERE}/exports")
@signed_in(LEVEL, FRESH_S)
def export(reader: Citizen) -> Answer:
    """Ask for a file with everything."""
    return asked(reader, Kind.EXPORT)


@blueprint.get(f"{HERE}/exports/<uuid:request_id>")
@signed_in(LEVEL, FRESH_S)
def download(reader: Citizen, request_id: UUID) -> Response:
    """The file, to be saved."""
    return file_of(reader, request_id)


@blueprint.post(f"{HERE}/erasure")
@signed_in(LEVEL, FRESH_S)
def begin_erasure(reader: Citizen) -> Answer:
    """Ask to be erased in seven days."""
    return asked(reader, Kind.ERASURE)


@blueprint.post(f"{HERE}/erasure/cancel")
@signed_in()
def cancel_erasure(reader: Citizen) -> Answer:
    """Take the request back while it waits."""
    if not forms.read_form().fresh:
        return went("too-old")
    try:
        with transaction() as session:
            found = queries.newest(session, reader.id, Kind.ERASURE, lock=True)
            actions.cancel(session, found, now=now())
    except (NotFound, RequestEnded):
        return went("over")
    return went("cancelled")


@blueprint.post(f"{HERE}/erasure/now")
@signed_in(LEVEL, FRESH_S)
def erase_now(reader: Citizen) -> Answer:
    """Be erased at once; the session of this browser ends with it."""
    sent = forms.read_form()
    if not sent.fresh or sent["sure"] != "yes":
        return went("too-old" if not sent.fresh else "not-sure")
    try:
        with transaction() as session:
            found = queries.newest(session, reader.id, Kind.ERASURE, lock=True)
            erase(session, found, actor=reader.actor, now=now())
    except (NotFound, RequestEnded):
        return went("over")
    response = redirect("/me?done=erased", 303)
    visitors.forget(response)
    return response


@blueprint.get(f"{HERE}/<path:action>")
@signed_in(LEVEL, FRESH_S)
def back_from_sign_in(reader: Citizen, action: str) -> Answer:
    """After a sign-in that a button asked for: to the page with the buttons."""
    return went("signed-in")


def asked(reader: Citizen, kind: Kind) -> Answer:
    """Write a wish down, as the API does."""
    sent = forms.read_form()
    if not sent.fresh:
        return went("too-old")
    count("requests", reader.actor)
    try:
        with transaction() as session:
            actions.ask(session, key_ring(), wish(reader, kind, sent), now=now())
    except AlreadyAsked:
        return went("asked-before")
    return went("asked")


def wish(reader: Citizen, kind: Kind, sent: Sent) -> Wish:
    """What is asked for; the same form twice asks once."""
    return Wish(person=reader.id, kind=kind, once=sent_once(sent["once"]))


def went(done: str) -> Answer:
    """Back to the list, which says what happened."""
    return redirect(f"{HERE}?done={done}", 303)


def is_open(requests: list[dict[str, Any]], kind: Kind) -> bool:
    """Whether a request of this kind waits or runs."""
    return any(each["kind"] == kind and each["open"] for each in requests)


def shown(found: RightsRequest) -> dict[str, Any]:
    """A request as the page tells of it."""
    state = State(found.state)
    return {
        "id": found.id,
        "kind": found.kind,
        "state": found.state,
        "open": state in OPEN,
        "percent": found.percent,
        "answer": actions.opened(key_ring(), found, "answer"),
        "asked_at": found.asked_at,
        "answer_on": found.answer_on,
        "done_on": found.done_on,
        "acts_at": found.acts_at,
        "ended_at": found.ended_at,
        "expires_at": found.expires_at,
        "file": found.kind == Kind.EXPORT
        and may_download(state, found.expires_at, now=now()),
    }
