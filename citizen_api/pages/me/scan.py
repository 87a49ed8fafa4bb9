"""A scanned bike: its number and price are shown, and nothing opens before a yes."""

import re
import secrets
from hashlib import sha256
from typing import Any

from flask import redirect
from marshmallow import ValidationError
from werkzeug import Response

from citizen_api.bikes.codes import TOKEN
from citizen_api.bikes.models import State
from citizen_api.bikes.queries import Seen, seen
from citizen_api.bikes.rules import OUT_OF_USE
from citizen_api.callers import Rider
from citizen_api.callers import public as anyone
from citizen_api.http.clock import today
from citizen_api.http.session import database
from citizen_api.pages.formats import dong
from citizen_api.pages.forms import Sent, read_form, too_old
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, marked, spoken
from citizen_api.pages.riders import CHOICE, rider, riders_page, riding
from citizen_api.problems import Problem, TooManyRequests
from citizen_api.rentals import doing
from citizen_api.rentals.problems import RentalOpen, StationClosed
from citizen_api.rentals.resources import phone_of
from citizen_api.rentals.schemas import LONGEST_CODE, PositionSchema
from citizen_api.tariffs.plans import plan_on
from citizen_api.wallets.problems import BalanceTooLow, InDebt
from citizen_api.wallets.rules import LEAST_TO_START

HERE = "/b"
RIDE = "/me/ride"
PAYS = (InDebt, BalanceTooLow)
POSITION = PositionSchema()
# What the API says of its own doors, said to people.
SAID = {
    InDebt.name: marked("You owe money for a ride. Top up first, then you can rent."),
    RentalOpen.name: marked("You have a bike already. Return it first."),
    StationClosed.name: marked("This station rents no bikes now. Go to another one."),
    TooManyRequests.name: marked("Too many wrong codes. Wait a while, then try again."),
}

blueprint = personal("scan")


@blueprint.get(HERE)
@anyone
def typed() -> Response:
    """How to scan, and a field for the digits beside the code."""
    return scan_page()


@blueprint.get(f"{HERE}/<token>")
@anyone
def scanned(token: str) -> Response:
    """The bike that was scanned; nothing happens to it yet."""
    bike = seen(database(), token) if TOKEN.fullmatch(token) else None
    return scan_page(bike, token) if bike else unknown()


@blueprint.post(HERE)
@riding
def rent(whoever: Rider) -> Response:
    """Keep the bike for the rider; the next page asks whether it is the right one."""
    sent = read_form()
    code = sent["code"].strip()
    bike = seen(database(), code) if TOKEN.fullmatch(code) else None
    if not sent.fresh:
        return scan_page(bike, code, trouble=too_old(), status=422)
    key = sha256(f"{whoever} {sent['once'][:40]} {code}".encode()).digest()
    try:
        doing.offer(whoever, code[:LONGEST_CODE], phone_of(position(sent)), key)
    except Problem as problem:
        return scan_page(bike, code, problem=problem, status=problem.status)
    return redirect(RIDE, 303)


def scan_page(
    bike: Seen | None = None,
    code: str = "",
    *,
    problem: Problem | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Response:
    """The bike of a code, or a field to type one; and what is wrong with it."""
    plan = plan_on(bike.plan_ids[0], today()) if bike else None
    response = riders_page(
        "me/scan.html",
        status=status,
        bike=bike,
        code=code,
        plan=plan,
        is_free=bike is not None and bike.state is State.AVAILABLE,
        is_unfit=bike is not None and bike.state in OUT_OF_USE,
        is_rider=rider() is not None,
        choice=CHOICE,
        once=secrets.token_urlsafe(16),
        trouble=trouble or (problem and said(problem)),
        pays=isinstance(problem, PAYS),
        rides=isinstance(problem, RentalOpen),
    )
    if problem is not None:
        response.headers.extend(problem.headers)
    return response


def unknown() -> Response:
    """The same for a code that was never given and for one that was replaced."""
    return scan_page(trouble=_("No bike has this code."), status=404)


def said(problem: Problem) -> str:
    """What went wrong, to a person."""
    if isinstance(problem, BalanceTooLow):
        least = dong(LEAST_TO_START)
        return _("A ride begins with at least %(least)s in the wallet.", least=least)
    own = SAID.get(problem.name)
    return _(own) if own else problem.detail.to(spoken())


def position(sent: Sent) -> dict[str, Any] | None:
    """Where the phone believes it is, when it says so; nonsense is as nothing."""
    told: dict[str, Any] = {name: sent[name] for name in ("lat", "lon") if sent[name]}
    if re.fullmatch(r"[0-9]{1,5}", sent["accuracy_m"]):
        told["accuracy_m"] = int(sent["accuracy_m"])
    try:
        found: dict[str, Any] = POSITION.load(told)
    except ValidationError:
        return None
    return found
