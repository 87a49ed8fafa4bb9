"""The pages of a sign-in: authorize, login, consent."""

from flask import Blueprint, Response, request

from identity.simulators.vneid import catalogue, interactions, sessions
from identity.simulators.vneid.authorization import (
    ensure_no_scenario,
    granting,
    received,
    refusal,
    respond,
)
from identity.simulators.vneid.claims import SCOPES, TEXT_VERSION
from identity.simulators.vneid.context import db, now
from identity.simulators.vneid.models import Consent
from identity.simulators.vneid.requests import PlainRequest
from identity.simulators.vneid.secrecy import masked
from identity.simulators.vneid.steps import asked_of, level_for
from identity.simulators.vneid.texts import language_of
from identity.simulators.vneid.waiting import (
    Waiting,
    person,
    waiting,
)

__all__ = ["blueprint"]

blueprint = Blueprint("signing_in", __name__)


@blueprint.route("/authorize", methods=["GET", "POST"])
def authorize() -> Response:
    """Take in a request; answer it at once, or begin to ask the person."""
    asked = received()
    scope = granting(asked).request.scope
    ensure_no_scenario(asked)
    if "none" in asked_of(asked.values).prompts:
        return answer_silently(asked, scope)
    language = language_of(asked.values.get("ui_locales", ""))
    started = interactions.start({**asked.values, "scope": scope}, language)
    return Waiting(*started).go_on()


@blueprint.get("/login")
def show_login() -> Response:
    """The list of personas to choose from."""
    return login_page(waiting())


@blueprint.post("/login")
def login() -> Response:
    """Sign the chosen persona in, under a new session id."""
    at_hand = waiting()
    at_hand.ensure_own_form()
    persona = catalogue.find(db(), request.form.get("persona", ""))
    if persona is None:
        return login_page(at_hand, "nobody", status=422)
    if persona.account != "active":
        return login_page(at_hand, "closed", status=403)
    sessions.sign_in(persona)
    at_hand.row.signed_in = True
    db().flush()
    ensure_no_scenario(at_hand.asked, persona.id)
    return at_hand.go_on()


@blueprint.get("/consent")
def show_consent() -> Response:
    """Each claim that is asked for, and what for."""
    at_hand = waiting()
    who = at_hand.person()
    if who is None:
        return at_hand.go_on()
    scopes = at_hand.row.parameters["scope"].split()
    return at_hand.show(
        "consent.html",
        name=who.persona.name,
        number=masked(who.persona.number),
        claims=[claim for scope in scopes for claim in SCOPES.get(scope, ())],
    )


@blueprint.post("/consent")
def consent() -> Response:
    """What the person chose, told to the client."""
    at_hand = waiting()
    at_hand.ensure_own_form()
    who = at_hand.person()
    if who is None or not {"allow", "deny"} & set(request.form):
        return at_hand.go_on()
    at_hand.finish()
    if "deny" in request.form:
        return respond(at_hand.asked, None)
    remember(who.persona.id, at_hand.asked)
    return respond(at_hand.asked, who)


def login_page(at_hand: Waiting, problem: str = "", *, status: int = 200) -> Response:
    """The list of personas, and what was wrong with the choice before."""
    asked = asked_of(at_hand.row.parameters)
    return at_hand.show(
        "login.html",
        status=status,
        personas=catalogue.listed(db()),
        hint=at_hand.row.parameters.get("login_hint", ""),
        higher_level=level_for(asked, 1) is None,
        problem=problem,
    )


def answer_silently(asked: PlainRequest, scope: str) -> Response:
    """The answer to `prompt=none`, which shows the person nothing."""
    who = person(asked, fresh=False)
    if who is None:
        raise refusal(asked, "login_required", "Nobody suitable has signed in.")
    ensure_no_scenario(asked, who.persona.id)
    given = db().get(Consent, (who.persona.id, asked.values["client_id"]))
    read = given is not None and given.text_version == TEXT_VERSION
    if given is None or not read or not set(scope.split()) <= set(given.scopes):
        raise refusal(asked, "consent_required", "The person has not allowed this yet.")
    return respond(asked, who)


def remember(persona_id: str, asked: PlainRequest) -> None:
    """Write down what the person allowed, and which text they read."""
    db().merge(
        Consent(
            persona_id=persona_id,
            client_id=asked.values["client_id"],
            scopes=asked.values["scope"].split(),
            text_version=TEXT_VERSION,
            given_at=now(),
        )
    )
