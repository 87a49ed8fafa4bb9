"""The phone of a reader who rates or reports: a device like that of an app."""

import re

from flask import after_this_request, current_app
from werkzeug import Response

from citizen_api.callers import Device, known_device
from citizen_api.devices.actions import register
from citizen_api.http.session import transaction
from citizen_api.pages import cookies, forms
from citizen_api.throttles.doors import address, count
from citizen_api.writers import Writer

COOKIE = "device"
KEPT_S = 400 * 24 * 3600  # no browser keeps one longer
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def phone() -> Device | None:
    """The device whose cookie came along."""
    token = cookies.kept(COOKIE)
    return known_device(token) if TOKEN.fullmatch(token) else None


def phone_or_new() -> Device:
    """The device whose cookie came along, else a new one; the cookie is set anew.

    Made from the reader's form cookie, so that a form that is sent twice at once
    makes one device.
    """
    known, token = phone(), cookies.kept(COOKIE)
    if known is None:
        secret, key = current_app.config["SIGNING_KEY"], f"page {forms.nonce()}"
        count("devices", address())
        with transaction() as session:
            token = register(session, key=key, secret=secret)
        known = known_device(token)
    if known is None:
        raise LookupError("the device that was just registered is gone")

    @after_this_request
    def keep(response: Response) -> Response:
        cookies.keep(response, COOKIE, token, KEPT_S)
        return response

    return known


def as_writer(device: Device) -> Writer:
    """Who a phone writes as: the database knows whether it is a citizen's."""
    return Writer(device.id, None)


def forget(response: Response) -> None:
    """Take the cookies from the phone; nobody can say any more what it wrote."""
    cookies.forget(response, COOKIE)
    cookies.forget(response, forms.COOKIE)
