"""Who is riding: somebody who signs in, or a visitor with a wallet on this phone."""

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.http.session import transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.phones import phone_or_new
from citizen_api.pages.riders import CHOICE, rider, sent_late
from citizen_api.pages.visitors import sign_in_address
from citizen_api.pages.ways_back import safe_way
from citizen_api.wallets.actions import open_wallet
from citizen_api.wallets.models import Owner

blueprint = personal("rider")


@blueprint.get(CHOICE)
@anyone
def choice() -> Response:
    """The two ways to ride."""
    back = safe_way(request.args.get("return_to", "/me/wallet"))
    if rider() is not None:
        return redirect(back, 303)
    return own_page(
        "me/rider.html",
        back=back,
        sign_in=sign_in_address(back, "LoA1"),
        done=request.args.get("done"),
    )


@blueprint.post(CHOICE)
@anyone
def go_on() -> Response:
    """Ride without an account: this phone has a wallet from now on."""
    sent = forms.read_form()
    if not sent.fresh:
        return sent_late(CHOICE)
    guest = phone_or_new()
    with transaction() as session:
        open_wallet(session, Owner(device=guest.id))
    return redirect(safe_way(sent["return_to"]), 303)
