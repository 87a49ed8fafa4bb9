"""An app asks in: what it wants to know and do, and what the person lets it."""

import re
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, request
from werkzeug import Response

from citizen_api.accounts.consenting import TEXTS, VERSION, allowed, keep_consents
from citizen_api.accounts.granting import give_code
from citizen_api.accounts.pending import Waiting, decide, keep_request, waiting
from citizen_api.accounts.problems import RequestOver, UnknownApp
from citizen_api.accounts.queries import began_at, known_client, me
from citizen_api.accounts.requesting import Refused, checked, refusal_address
from citizen_api.accounts.rules import Seen, device_name
from citizen_api.callers import Citizen
from citizen_api.callers import public as anyone
from citizen_api.http.bodies import Request
from citizen_api.http.clock import now
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.pages import forms, visitors
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _, spoken
from citizen_api.throttles.doors import address, limited
from identity.citizen_number import masked
from identity.oauth.parameters import BadParameters, single_values
from identity.oauth.redirects import form_target, is_registered

HERE = "/oauth/consent"
BOX = "allow-"
HASHED = re.compile(r"[0-9a-f-]{36}", re.ASCII)

blueprint = personal("app_consent")


@blueprint.get("/oauth/authorize")
@anyone
@limited("signins", by=address)
def authorize() -> Response:
    """Where an app sends the browser; what it asks is kept until it is decided.

    Raises UnknownApp: nobody is sent to an address that is not registered.
    """
    sent = cast(Request, request).pairs
    client_id, redirect_uri = only(sent, "client_id"), only(sent, "redirect_uri")
    with transaction() as session:
        client = known_client(session, client_id)
        if client is None or not is_registered(redirect_uri, client.redirect_uris):
            raise UnknownApp
        try:
            asked = checked(read(sent), client)
        except Refused as refused:
            states = [value for name, value in sent if name == "state"]
            return visitors.unkept(
                refusal_address(redirect_uri, refused, states, issuer())
            )
        waits = keep_request(session, asked, now=now())
    return visitors.unkept(f"{HERE}?{urlencode({'request': str(waits)})}")


@blueprint.get(HERE)
@anyone
def ask() -> Response:
    """What the app asks for, shown to who signed in as surely as it wants."""
    waits, reader = found(request.args.get("request", "")), visitors.visitor()
    if reader is None or must_sign_in(waits, reader):
        back = f"{HERE}?request={waits.id}"
        age = 0 if reader else waits.asked.max_age
        return visitors.unkept(visitors.sign_in_address(back, waits.asked.acr, age))
    return asked_page(waits, reader, {})


@blueprint.post(HERE)
@anyone
def answer() -> Response:
    """What the person decided; then back to the app."""
    sent = forms.read_form()
    waits, reader = found(sent["request"]), visitors.visitor()
    if sent["action"] == "deny":
        return denied(waits, sent)
    if reader is None or must_sign_in(waits, reader):
        return visitors.unkept(f"{HERE}?request={waits.id}")
    if not sent.fresh or sent["session"] != str(reader.session):
        return asked_page(waits, reader, {"form": forms.too_old()}, status=403)
    return let_in(waits, reader, sent)


def let_in(waits: Waiting, reader: Citizen, sent: Sent) -> Response:
    """Keep what was allowed, and give the app its code."""
    asked, moment = waits.asked, now()
    with transaction() as session:
        before = allowed(session, reader.id, asked.client)
        ticked = [
            each
            for each in asked.scopes
            if sent[BOX + each] == "yes" and each not in before
        ]
        scopes = [each for each in asked.scopes if each in before or each in ticked]
        if not scopes:
            said = _("Tick at least one box, or refuse.")
            return asked_page(waits, reader, {"boxes": said}, status=422)
        if not decide(session, waits.id, now=moment):
            raise RequestOver
        keep_consents(
            session,
            reader.id,
            asked.client,
            ticked,
            language=spoken(),
            session_id=reader.session,
            now=moment,
        )
        code = give_code(
            session,
            asked,
            reader.session,
            scopes,
            device_name=device_name(request.headers.get("User-Agent", "")),
            now=moment,
        )
    return visitors.unkept(asked.answer(issuer(), code=code))


def denied(waits: Waiting, sent: Sent) -> Response:
    """Tell the app that the person refused; another site cannot say so for them."""
    if not sent.fresh:
        return visitors.unkept(f"{HERE}?request={waits.id}")
    with transaction() as session:
        if not decide(session, waits.id, now=now()):
            raise RequestOver
    refused = Refused("access_denied", "The person refused.")
    told = {"error": refused.error, "error_description": refused.description}
    return visitors.unkept(waits.asked.answer(issuer(), **told))


def asked_page(
    waits: Waiting, reader: Citizen, wrong: dict[str, str], *, status: int = 200
) -> Response:
    """The page with what the app asks for; no box is ticked beforehand."""
    person = me(database(), key_ring(), reader.id, reader.session, now())
    with transaction() as session:
        before = allowed(session, reader.id, waits.asked.client)
    return own_page(
        "me/app_consent.html",
        status=status,
        form_target=form_target(waits.asked.redirect_uri),
        app=waits.client_name,
        name=person.name,
        number=person.number and masked(person.number),
        claims=[claim(each, each in before) for each in waits.asked.scopes],
        waits=str(waits.id),
        other=visitors.sign_in_address(
            f"{HERE}?request={waits.id}", waits.asked.acr, fresh_s=0
        ),
        session=str(reader.session),
        version=VERSION,
        wrong=wrong,
    )


def claim(scope: str, before: bool) -> dict[str, object]:
    """What is asked for in the words of the page; `before`: it was allowed already."""
    words, language = TEXTS[scope], spoken()
    return {
        "field": BOX + scope,
        "what": words.what.to(language),
        "why": words.why.to(language),
        "before": before,
    }


def found(text: str) -> Waiting:
    """The request that waits; raises RequestOver."""
    if not HASHED.fullmatch(text):
        raise RequestOver
    try:
        number = UUID(text)
    except ValueError:
        raise RequestOver from None
    with transaction() as session:
        waits = waiting(session, number, now=now())
    if waits is None:
        raise RequestOver
    return waits


def must_sign_in(waits: Waiting, reader: Citizen) -> bool:
    """Whether the app wants the person seen more surely, or again."""
    seen = Seen(reader.acr, (), reader.auth_time)
    with transaction() as session:
        began = began_at(session, reader.session)
    return waits.asked.needs(seen, began_at=began, asked_at=waits.asked_at, now=now())


def only(sent: list[tuple[str, str]], name: str) -> str:
    """The one value of a parameter; raises UnknownApp when there is not one."""
    values = [value for each, value in sent if each == name]
    if len(values) != 1:
        raise UnknownApp
    return values[0]


def read(sent: list[tuple[str, str]]) -> dict[str, str]:
    """The parameters, each once; raises Refused."""
    try:
        return single_values(sent)
    except BadParameters as error:
        raise Refused("invalid_request", str(error)) from None


def issuer() -> str:
    """Who we are to apps."""
    address: str = current_app.config["PUBLIC_URL"]
    return address
