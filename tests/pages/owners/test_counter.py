"""The code for guests, and the QR code in print."""

import re
from secrets import token_bytes

from citizen_api.links.actions import New, create
from citizen_api.links.models import Kind
from tests.factories import changing
from tests.pages.filling import Reader
from tests.pages.owners.owning import Owner


def test_a_guest_types_the_code_of_the_counter(owner: Owner) -> None:
    answer = owner.open(f"{owner.one}/visit-code")
    page = answer.get_data(as_text=True)
    (code,) = re.findall(r"</span> (\w{3} \w{3})</p>", page)

    assert answer.headers["Refresh"] == "240"
    guest = Reader(owner.app)
    sent = guest.fill(f"/venues/{owner.venue}/visit", code=code)
    assert sent.location == f"/venues/{owner.venue}/rate?visited=1"


def test_the_printed_codes_of_the_venue_are_there(owner: Owner) -> None:
    assert "This venue has no code yet" in owner.text("/print")
    with changing(owner.app) as session:
        new = New(kind=Kind.VENUE, id=owner.venue)
        code = create(session, new, by="test", random=token_bytes)

    page = owner.text("/print")

    for path in ("poster.pdf?size=A6", "stickers.pdf", "qr.svg", "qr.png"):
        address = f"/v1/links/{code}/{path}"
        assert address in page
        assert owner.client.get(address).status_code == 200
