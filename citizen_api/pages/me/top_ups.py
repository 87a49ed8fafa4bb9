"""Topping up: a VietQR picture to pay, and whether the money has come in."""

from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, redirect, request
from werkzeug import Response

from citizen_api.callers import Rider
from citizen_api.http.personal import not_kept
from citizen_api.pages.forms import read_form
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _
from citizen_api.pages.me.wallet import HERE, wallet_page
from citizen_api.pages.riders import riders_page, riding, sent_late
from citizen_api.pages.ways_back import safe_way
from citizen_api.problems import InvalidRequest
from citizen_api.throttles.doors import actor, limited
from citizen_api.wallets import top_up_resources as door
from citizen_api.wallets.problems import TopUpsClosed
from citizen_api.wallets.rules import LEAST_TOP_UP, MOST_TOP_UP
from qr.image import Correction, encode, png

LONGEST_AMOUNT = 12
LONGEST_KEY = 40
SEPARATORS = str.maketrans("", "", ". ,đ₫\u00a0")

blueprint = personal("top_up_pages")


@blueprint.post(HERE)
@riding
@limited("topups", actor)
def ask(rider: Rider) -> Response:
    """Ask for a top-up; the same form sent twice is one."""
    sent = read_form()
    if not sent.fresh:
        return sent_late(HERE)
    typed, once = sent["other"].strip() or sent["amount"], sent["once"][:LONGEST_KEY]
    try:
        amount = amount_of(typed)
        made, _new = door.asked_for(rider, amount, f"{once} {amount}")
    except InvalidRequest:
        return wallet_page(rider, wrong_amount(), typed[:LONGEST_AMOUNT])
    except TopUpsClosed:
        return redirect(f"{HERE}?done=closed", 303)
    query = f"?{urlencode({'back': sent['back']})}" if sent["back"] else ""
    return redirect(f"{HERE}/top-ups/{made}{query}", 303)


@blueprint.get(f"{HERE}/top-ups/<uuid:top_up_id>")
@riding
def top_up(rider: Rider, top_up_id: UUID) -> Response:
    """How to pay, until it is paid."""
    found = door.found(rider, top_up_id)
    back = request.args.get("back")
    return riders_page(
        "me/top_up.html",
        top_up=door.shown(found),
        simulated=current_app.config["SIMULATED"],
        back=None if back is None else safe_way(back),
    )


@blueprint.get(f"{HERE}/top-ups/<uuid:top_up_id>/qr.png")
@riding
def picture(rider: Rider, top_up_id: UUID) -> Response:
    """The picture that a bank's app reads."""
    payload = door.payload_of(door.found(rider, top_up_id))
    drawn = png(encode(payload, Correction.MEDIUM), title=door.TITLE)
    return not_kept(drawn, door.PNG)


def amount_of(typed: str) -> int:
    """Whole đồng, as people write them; raises InvalidRequest."""
    digits = typed.translate(SEPARATORS)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_AMOUNT):
        raise InvalidRequest
    return int(digits)


def wrong_amount() -> str:
    """What can be topped up."""
    return _(
        "Please choose an amount between %(least)s and %(most)s đồng.",
        least=f"{LEAST_TOP_UP:,}".replace(",", "."),
        most=f"{MOST_TOP_UP:,}".replace(",", "."),
    )
