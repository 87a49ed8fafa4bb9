"""Signing in with VNeID: out to it, back from it, and out again."""

from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import current_app, redirect, request
from werkzeug import Response

from citizen_api.accounts.actions import Browser, sign_in
from citizen_api.accounts.pending import keep_started, take_started
from citizen_api.accounts.problems import (
    OtherAccount,
    SignInFailed,
    SignInUnavailable,
    SyntheticPerson,
)
from citizen_api.accounts.queries import has_sessions_elsewhere
from citizen_api.accounts.rules import LEVELS, device_name, is_synthetic
from citizen_api.callers import known_staff
from citizen_api.callers import public as anyone
from citizen_api.http import turns
from citizen_api.http.bodies import Request
from citizen_api.http.clock import now
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.pages import cookies, visitors
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import marked, spoken
from citizen_api.pages.ways_back import HOME, safe_way
from citizen_api.problems import Problem
from citizen_api.providers import identity_provider
from citizen_api.throttles.doors import address, limited
from identity.oauth.parameters import BadParameters, single_values
from identity.providers.sign_in import (
    NotTrusted,
    Person,
    ProviderDown,
    SignedIn,
    SignInRefused,
    Started,
)

COOKIE = "sign-in"
KEPT_S = 15 * 60
SCOPES = ("openid", "profile", "vn_cccd")
OLDEST_S = 10**9
SAID = {
    "access_denied": marked("You did not let VNeID tell us who you are."),
    "unmet_authentication_requirements": marked(
        "This needs a VNeID account of level 2. The police raise the level of yours."
    ),
    "over": marked("This sign-in took too long, or it began in another browser."),
    "refused": marked("VNeID did not confirm who you are."),
    "other-account": marked(
        "Here, this VNeID account and this citizen number belong to two different"
        " people. Please contact us."
    ),
    "synthetic-person": marked("This citizen number is made up for tests."),
    "down": marked("VNeID does not answer at the moment. Try again in a moment."),
}

blueprint = personal("signing_in")


@blueprint.get("/sign-in")
@anyone
@limited("signins", by=address)
def start() -> Response:
    """To VNeID; `return_to` says where on our pages it goes on."""
    asked = request.args
    back = safe_way(asked.get("return_to", ""))
    acr = asked.get("acr", "")
    try:
        with turns.outside():
            started = identity_provider().start(
                current_app.config["SIGN_IN_CALLBACK"],
                acr=acr if acr in LEVELS else LEVELS[0],
                scopes=SCOPES,
                max_age=seconds(asked.get("max_age", "")),
                language="vi" if spoken() == "vi" else "en",
            )
    except (ProviderDown, NotTrusted):
        return failed("down", back, SignInUnavailable)
    with transaction() as session:
        cookie = keep_started(session, key_ring(), started, back, now=now())
    response = redirect(started.url, 303)
    response.headers["Cache-Control"] = "no-store"
    cookies.keep(response, COOKIE, cookie, KEPT_S)
    return response


@blueprint.get("/sign-in/callback")
@anyone
def finish() -> Response:
    """Back from VNeID: whoever it confirms has a session on our pages."""
    cookie = cookies.kept(COOKIE)
    with transaction() as session:
        taken = take_started(session, key_ring(), cookie, now=now())
    if taken is None:
        return failed("over", HOME, SignInFailed)
    started, back = taken
    try:
        seen, told = confirmed(started)
        return welcomed(seen, told, back)
    except SignInRefused as error:
        why = error.error if error.error in SAID else "refused"
        return failed(why, back, SignInFailed)
    except (NotTrusted, BadParameters):
        return failed("refused", back, SignInFailed)
    except ProviderDown:
        return failed("down", back, SignInUnavailable)
    except (OtherAccount, SyntheticPerson) as problem:
        return failed(problem.name, back, type(problem))


def confirmed(started: Started) -> tuple[SignedIn, Person]:
    """Who signed in, as VNeID tells us behind the browser's back.

    Raises what the provider raises, BadParameters and SyntheticPerson.
    """
    answered = single_values(cast(Request, request).pairs)
    with turns.outside():
        provider = identity_provider()
        seen = provider.finish(started, answered)
        told = provider.person(seen)
    if is_synthetic(told.number) and not current_app.config["INVENTED_PEOPLE"]:
        raise SyntheticPerson
    return seen, told


def welcomed(seen: SignedIn, told: Person, back: str) -> Response:
    """Begin a session, end the one that this browser had, and go on."""
    browser = Browser(
        device_name(request.headers.get("User-Agent", "")), visitors.page_token()
    )
    with transaction() as session:
        token = sign_in(session, key_ring(), seen, told, browser, now=now())
    response = redirect(warned(token, back), 303)
    response.headers["Cache-Control"] = "no-store"
    cookies.forget(response, COOKIE)
    visitors.remember(response, token)
    return response


def warned(token: str, back: str) -> str:
    """Where to go on: staff who are signed in elsewhere, too, are told first."""
    found = known_staff(token)
    if found is None or not found[1].roles:
        return back
    if not has_sessions_elsewhere(database(), found[0].id, found[0].session, now()):
        return back
    return f"/me/sessions?{urlencode({'back': back})}"


def failed(why: str, back: str, problem: type[Problem]) -> Response:
    """The page that says why nobody is signed in, and offers to begin again."""
    response = own_page(
        "me/sign_in.html",
        status=problem.status,
        said=SAID[why],
        again=visitors.sign_in_address(back, LEVELS[0]),
        request_id=waiting_request(back),
    )
    cookies.forget(response, COOKIE)
    return response


def waiting_request(back: str) -> str:
    """The app's request that waits for this sign-in, empty when there is none."""
    parts = urlsplit(back)
    if parts.path != "/oauth/consent":
        return ""
    return parse_qs(parts.query).get("request", [""])[0]


def seconds(text: str) -> int | None:
    """A number of seconds, None when none is given."""
    given = text.isascii() and text.isdigit() and len(text) < 10
    return min(int(text), OLDEST_S) if given else None
