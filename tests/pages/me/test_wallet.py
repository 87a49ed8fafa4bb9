"""The wallet on the phone: whose it is, topping up, receipts and months."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from qr.vietqr import parse
from tests.pages.me.riding import PURPOSE, WALLET, Rider, citizen, visitor
from tests.pages.reading import Page
from tests.rentals.people import Street
from tests.wallets.people import tell, transfer


@pytest.fixture
def rider(street: Street) -> Rider:
    """A visitor with an empty wallet."""
    return visitor(street, money=0)


def test_who_is_nobody_yet_is_asked_and_comes_back(street: Street) -> None:
    stranger = Rider(street)
    asked = stranger.open(WALLET)
    assert asked.headers["Location"] == "/me/rider?return_to=%2Fme%2Fwallet"

    went_on = stranger.fill("/me/rider?return_to=/me/wallet")

    assert went_on.headers["Location"] == WALLET
    assert "You ride as a visitor" in stranger.text(WALLET)
    assert stranger.open("/me/rider").headers["Location"] == WALLET


def test_a_phone_that_only_rated_has_no_wallet(street: Street) -> None:
    token = street.app.test_client().post("/v1/devices").get_json()["token"]
    reader = Rider(street)
    reader.client.set_cookie("device", token)

    assert reader.open(WALLET).status_code == 303


def test_a_citizen_has_a_wallet_without_being_asked(street: Street) -> None:
    text = citizen(street).text(WALLET)

    assert "Balance ₫0" in text
    assert "at least ₫10,000" in text
    assert "visitor" not in text


def test_a_top_up_is_paid_by_a_picture_that_banks_read(rider: Rider) -> None:
    path = rider.fill(WALLET, amount="100000").headers["Location"]
    text = rider.text(path)
    assert "Waiting for the bank" in text

    picture = rider.open(f"{path}/qr.png")

    assert picture.mimetype == "image/png"
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.data)))
    asked = parse(read.text)
    assert asked.amount == 100_000
    assert set(PURPOSE.findall(text)) == {asked.purpose}


def test_money_that_came_in_is_told_and_stands_in_the_wallet(rider: Rider) -> None:
    path = rider.top_up(50_000)

    assert "₫50,000 has come in." in rider.text(path)
    text = rider.text(WALLET)
    assert "Balance ₫50,000" in text
    assert "Top-up 12:00 21 Nov 2026 +₫50,000 ₫50,000" in text


def test_it_goes_on_where_the_money_was_missing(rider: Rider) -> None:
    path = rider.fill(f"{WALLET}?back=/b/abc").headers["Location"]
    assert path.endswith("?back=%2Fb%2Fabc")
    purpose = PURPOSE.search(rider.open(path).text)
    assert purpose

    tell(rider.street.app, transfer(purpose[0], 50_000))

    assert "/b/abc" in Page(rider.open(path)).links
    elsewhere = path.partition("?")[0] + "?back=//evil.example"
    links = Page(rider.open(elsewhere)).links
    assert not [e for e in links if "evil" in e and not e.startswith("/language?")]


def test_an_amount_that_is_not_taken_is_said(rider: Rider) -> None:
    form = rider.form(WALLET)
    for amount in (
        *("9999", "10000001", "-5", "abc", "1e6", "٥٠٠٠٠", "9" * 30, "0x10"),
        "\u202e50000",
    ):
        answer = rider.send(WALLET, form | {"other": amount})
        assert answer.status_code == 422, amount
        assert "between 10.000 and 10.000.000" in Page(answer).text

    assert "Nothing yet." in rider.text(WALLET)


def test_amounts_are_read_as_people_write_them(rider: Rider) -> None:
    for amount in ("50.000", "50,000 đ", "50 000₫"):
        path = rider.fill(WALLET, other=amount).headers["Location"]
        assert "₫50,000" in rider.text(path)


def test_a_form_sent_twice_is_one_top_up(rider: Rider) -> None:
    form = rider.form(WALLET)

    first, again = rider.send(WALLET, form), rider.send(WALLET, form)

    assert first.headers["Location"] == again.headers["Location"]
    other = rider.send(WALLET, form | {"other": "30000"})
    assert other.headers["Location"] != first.headers["Location"]


def test_a_form_of_another_site_does_nothing(rider: Rider) -> None:
    form = rider.form(WALLET)

    refused = rider.send(WALLET, form, **{"Sec-Fetch-Site": "cross-site"})
    old = rider.send(WALLET, form | {"form_token": "1.x"})

    assert refused.status_code == 403
    assert old.headers["Location"] == f"{WALLET}?done=too-old"
    assert "open too long" in rider.text(old.headers["Location"])


def test_without_a_bank_nothing_can_be_topped_up(
    rider: Rider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rider.street.app.config, "BANK_KEY", b"")

    answer = rider.fill(WALLET)

    assert "not connected to a bank" in rider.text(answer.headers["Location"])


def test_a_receipt_and_a_month_that_adds_up(rider: Rider) -> None:
    rider.top_up(50_000)
    links = Page(rider.open(WALLET)).links
    receipt = next(link for link in links if "/entries/" in link)
    month = next(link for link in links if "/statements/" in link)

    assert "Top-up +₫50,000 When 12:00 21 Nov 2026" in rider.text(receipt)
    text = rider.text(month)
    assert "Statement of November 2026 At the beginning ₫0 Topped up +₫50,000" in text
    assert "At the end ₫50,000" in text
    assert "At the end ₫0" in rider.text(f"{WALLET}/statements/2026-10")
    for wrong in ("2026-13", "1999-01", "x", "2026-1"):
        assert rider.open(f"{WALLET}/statements/{wrong}").status_code == 404


def test_older_entries_are_on_the_next_page(rider: Rider) -> None:
    for _ in range(11):
        rider.top_up(10_000)
    (older,) = (e for e in Page(rider.open(WALLET)).links if "?after=" in e)

    entries = [e for e in Page(rider.open(older)).links if "/entries/" in e]

    assert len(entries) == 1


def test_nobody_sees_what_is_anothers(rider: Rider, street: Street) -> None:
    path = rider.top_up()
    receipt = next(e for e in Page(rider.open(WALLET)).links if "/entries/" in e)
    other = visitor(street, money=0)

    for each in (path, f"{path}/qr.png", receipt):
        assert rider.open(each).status_code == 200
        assert other.open(each).status_code == 404


def test_nobody_keeps_these_pages(rider: Rider, street: Street) -> None:
    for path in (WALLET, f"{WALLET}/statements/2026-11"):
        assert rider.open(path).headers["Cache-Control"] == "no-store"
    choice = Rider(street).open("/me/rider")
    assert choice.headers["Cache-Control"] == "no-store"


def test_it_speaks_vietnamese_and_else_english(rider: Rider) -> None:
    rider.client.set_cookie("lang", "vi")
    assert "Ví của tôi Số dư 0" in rider.text(WALLET)

    rider.client.set_cookie("lang", "ko")
    assert "My wallet Balance" in rider.text(WALLET)
