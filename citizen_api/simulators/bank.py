"""A bank that pays what a VietQR code asks, and tells of it by a signed event.

`POST /transfers` with `payload`, the text of the code. In place of the payer's mistakes
and the bank's: `amount`, `content`, `transaction` (told again under the same name), and
what `telling.Mishaps` has. `GET /` is a page that does the same for people.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, Response, jsonify, render_template_string, request
from werkzeug.exceptions import HTTPException, UnprocessableEntity
from werkzeug.serving import run_simple

from citizen_api.simulators.telling import Mishaps, Teller, in_background, sender
from qr.vietqr import BadPayload, Transfer, parse

LARGEST_BODY: Final = 16 * 1024
MOST: Final = {"delay_s": 3600, "times": 10, "clock_off_s": 10**6}
PAYER: Final = "CT tu 0000000000 NGUYEN VAN MAU"
PAGE: Final = """<!doctype html>
<html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Ngân hàng giả lập</title>
<h1>Ngân hàng giả lập</h1>
<p>Đây không phải ngân hàng thật. Tiền ở đây không có thật.
<p lang="en">This is no real bank, and no real money moves here.
{% if told %}<p><strong>Đã chuyển {{ told.amount }} đ: {{ told.content }}</strong>
{% else %}<form method="post" action="{{ request.script_root }}/pay">
<p><label>Nội dung mã VietQR<br>
<textarea name="payload" rows="5" cols="40" required>{{ payload }}</textarea></label>
<p><button>Chuyển tiền</button></form>{% endif %}
"""


def create_bank(teller: Teller) -> Flask:
    """The bank as a WSGI application of its own."""
    app = Flask("simulated-bank", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    def transfers() -> tuple[Response, int]:
        """Pay what a program asks."""
        asked = request.get_json()
        if not isinstance(asked, dict):
            raise UnprocessableEntity("an object")
        return jsonify(paid(teller, asked)), 202

    def pay() -> str:
        """Pay what a person pasted."""
        told = paid(teller, {"payload": request.form.get("payload", "").strip()})
        return render_template_string(PAGE, told=told)

    def page() -> str:
        """The page on which a person pastes a code."""
        payload = request.args.get("payload", "")
        return render_template_string(PAGE, told=None, payload=payload)

    app.add_url_rule("/transfers", view_func=transfers, methods=["POST"])
    app.add_url_rule("/pay", view_func=pay, methods=["POST"])
    app.add_url_rule("/", view_func=page)
    app.register_error_handler(HTTPException, refused)
    app.after_request(marked)
    return app


def paid(teller: Teller, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Make a transfer and tell of it; what was told."""
    try:
        code = parse(text_of(asked, "payload"))
    except BadPayload as error:
        raise UnprocessableEntity(f"payload: {error}") from None
    amount = asked.get("amount", code.amount)
    if type(amount) is not int:
        raise UnprocessableEntity("amount: whole đồng, as the code names none")
    data = {
        "transaction": asked.get("transaction") or f"FT{secrets.randbelow(10**14):014}",
        "account": code.account,
        "amount": amount,
        "content": asked.get("content", content_of(code)),
        "made_at": asked.get("made_at") or teller.clock().isoformat(),
    }
    body = {"type": "transfer.received", "data": data}
    return {**data, "event": teller.tell(body, mishaps_of(asked))}


def content_of(code: Transfer) -> str:
    """What banks make of the purpose of a transfer."""
    return f"MBVCB.{secrets.randbelow(10**9)}.{code.purpose}.{PAYER}"


def mishaps_of(asked: Mapping[str, Any]) -> Mishaps:
    """What is to go wrong with telling."""
    given = {
        each.name: asked[each.name] for each in fields(Mishaps) if each.name in asked
    }
    for name, value in given.items():
        number = type(value) in {int, float} and abs(value) <= MOST.get(name, 0)
        if not number and not (name not in MOST and type(value) is bool):
            raise UnprocessableEntity(name)
    if given.get("delay_s", 0) < 0:
        raise UnprocessableEntity("delay_s")
    return Mishaps(**given)


def text_of(asked: Mapping[str, Any], name: str) -> str:
    """A text that was sent."""
    text = asked.get(name)
    if not isinstance(text, str):
        raise UnprocessableEntity(f"{name}: a text")
    return text


def refused(error: HTTPException) -> tuple[Response, int]:
    """What was wrong, as JSON."""
    return jsonify({"sim": True, "error": error.description}), error.code or 500


def marked(response: Response) -> Response:
    """Every answer says that it is no real bank's."""
    response.headers["Simulator"] = "true"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; form-action 'self'"
    )
    return response


def bank_at(address: str, key: bytes, clock: Callable[[], datetime]) -> Flask:
    """A bank that tells an address of what is paid."""
    return create_bank(Teller(key, sender(address), in_background, clock))


def main() -> None:
    """Serve it alone; the environment has BANK_KEY (hex), BANK_EVENTS_URL, PORT."""
    key = bytes.fromhex(os.environ["BANK_KEY"])
    bank = bank_at(os.environ["BANK_EVENTS_URL"], key, lambda: datetime.now(UTC))
    run_simple("127.0.0.1", int(os.environ.get("PORT", "8010")), bank, threaded=True)


if __name__ == "__main__":
    main()
