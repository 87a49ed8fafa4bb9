"""What an app's push service is told: signed, and nothing about a person in it."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from flask import Flask, current_app

from citizen_api.http.clock import now
from citizen_api.problems import Said
from citizen_api.rentals.moves import WITHDRAWN
from citizen_api.settings import Settings
from citizen_api.wallets.models import Owner
from citizen_api.webhooks import signed_headers
from identity.providers.wire import NoReply, Wire

EXTENSION: Final = "citizen-push"
USUAL: Final = Said("Chuyến xe có tin mới.", "There is news of your ride.")
TEXTS: Final = {
    "opened": Said("Khóa đã mở. Chuyến đi bắt đầu.", "The lock is open: ride."),
    "failed": Said("Khóa không mở. Không tính tiền.", "It did not open. No charge."),
    "expired": Said("Xe không còn được giữ.", "The bike is no longer kept."),
    "paused": Said("Chuyến đi tạm dừng.", "Your ride is paused."),
    "lock_closed": Said(
        "Khóa đã đóng. Hãy xác nhận kết thúc.", "The lock closed. Confirm the end."
    ),
    "not_taken_back": Said("Chưa trả được xe ở đây.", "The bike cannot stay here."),
    "ended": Said("Chuyến đi đã kết thúc.", "Your ride has ended."),
    "reminder": Said("Bạn vẫn đang thuê xe.", "You still have a bike."),
    "review": Said("Nhân viên đang xem chuyến đi.", "Staff are looking at your ride."),
    "staff_ended": Said("Nhân viên đã kết thúc chuyến.", "Staff ended your ride."),
    "lock_still_open": Said("Khóa vẫn mở. Hãy đóng lại.", "The lock is still open."),
    WITHDRAWN: Said(
        "Xe bạn giữ vừa được báo hỏng. Hãy chọn xe khác.",
        "The bike kept for you was reported broken. Take another one.",
    ),
    "bike_reported": Said(
        "Có người báo xe này hỏng. Hãy xem kỹ xe.",
        "Somebody reported a fault of this bike. Look at it well.",
    ),
}


class NotTaken(Exception):
    """The push service did not take an event: it is told again later."""


@dataclass(frozen=True)
class Push:
    """Where events go; nowhere without an address."""

    address: str
    key: bytes = field(repr=False)
    secret: str = field(repr=False)
    wire: Wire = field(default_factory=Wire)

    def channel(self, owner: Owner) -> str:
        """What the push service calls a rider; tells nothing to who lacks our key."""
        named = f"push\0{owner.person or ''}\0{owner.device or ''}".encode()
        return hmac.digest(self.secret.encode(), named, "sha256")[:16].hex()

    def tell(self, event: str, body: dict[str, Any], at: datetime) -> None:
        """Send an event once. Raises NotTaken."""
        content = orjson.dumps(body)
        headers = signed_headers([self.key], event, at, content)
        try:
            reply = self.wire.send("POST", self.address, headers=headers, body=content)
        except NoReply as error:
            raise NotTaken(str(error)) from None
        if not 200 <= reply.status < 300:
            raise NotTaken(f"status {reply.status}")


def register(app: Flask, settings: Settings) -> None:
    """Let an application tell a push service, if there is one."""
    app.extensions[EXTENSION] = Push(
        settings.push_url, settings.push_key, settings.secret_key
    )


def push() -> Push:
    """The push service of the application at hand."""
    found: Push = current_app.extensions[EXTENSION]
    return found


def told(event: int, owner: Owner, rental: str, state: str, cause: str) -> None:
    """Tell of one event of a rental. Raises NotTaken."""
    if not push().address:
        return
    text = TEXTS.get(cause, USUAL)
    data = {
        "channel": push().channel(owner),
        "rental": rental,
        "state": state,
        "text": {"vi": text.to("vi"), "en": text.to("en")},
    }
    name = f"rental_event_{event}"
    push().tell(name, {"type": "rental.state", "data": data}, now())
