"""What I allowed apps, claim by claim, and taking it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, redirect, request
from werkzeug import Response as Answer

from citizen_api.callers import Citizen
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.formats import moment
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import spoken
from citizen_api.pages.visitors import signed_in
from citizen_api.problems import NotFound
from citizen_api.rights.consenting import consents, withdraw, withdraw_claim
from citizen_api.rights.words import CLAIMS, said

HERE = "/me/consents"
MOST = 20

blueprint = personal("my_consents")


@blueprint.get(HERE)
@signed_in()
def listed(reader: Citizen) -> Response:
    """What the reader allowed, the newest first; what was taken back, too."""
    question = ["consents page", str(reader.id)]
    before = position(question, request.args.get("after"))
    found = consents(database(), reader.id, before=before, limit=MOST + 1)
    some, more = cut(question, found, MOST, lambda each: (each[7], each[0]))
    return own_page(
        "me/consents.html",
        consents=shown(some),
        more=more,
        done=request.args.get("done"),
    )


@blueprint.post(HERE)
@signed_in()
def take_back(reader: Citizen) -> Answer:
    """Withdraw a consent, or one claim of it; it acts at once."""
    sent = forms.read_form()
    if not sent.fresh:
        return redirect(f"{HERE}?done=too-old", 303)
    consent, claim = uuid_of(sent["consent"]), sent["claim"]
    with transaction() as session:
        if claim:
            withdraw_claim(session, reader.id, consent, claim, now=now())
        else:
            withdraw(session, reader.id, consent, now=now())
    return redirect(f"{HERE}?done=withdrawn", 303)


def uuid_of(text: str) -> UUID:
    """An id that a form sent; raises NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def shown(found: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Consents as the page tells of them."""
    return [
        {
            "id": consent,
            "app": name or client,
            "claims": [(each, said(CLAIMS, each, spoken())) for each in claims],
            "purpose": purpose,
            "version": version,
            "digest": digest.hex(),
            "given": moment(given),
            "withdrawn": withdrawn and moment(withdrawn),
        }
        for (
            consent,
            client,
            name,
            claims,
            purpose,
            version,
            digest,
            given,
            withdrawn,
        ) in found
    ]
