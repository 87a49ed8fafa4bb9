"""Passes and group tickets on the phone: bought, seen, used and given back."""

import pytest

from tests.pages.me.riding import WALLET, Rider, free_bike, visitor
from tests.pages.reading import Page
from tests.rentals.people import Street
from tests.statements import statements

PASSES = "/me/passes"


@pytest.fixture
def rider(street: Street) -> Rider:
    """A visitor with 100,000 đ."""
    return visitor(street, money=100_000)


def buy(rider: Rider, action: str = "pass", **typed: str) -> str:
    """Send a form of the page; where it leads."""
    sent = rider.send(PASSES, rider.form(PASSES) | {"action": action} | typed)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["Location"])


def test_a_pass_is_bought_once_and_seen(rider: Rider) -> None:
    assert PASSES in Page(rider.open(WALLET)).links
    assert "Buy it for ₫50,000" in rider.text(PASSES)
    form = rider.form(PASSES) | {"action": "pass"}

    first, again = rider.send(PASSES, form), rider.send(PASSES, form)

    assert first.headers["Location"] == again.headers["Location"]
    text = rider.text(first.headers["Location"])
    assert "The pass is yours." in text
    assert "450 minutes left" in text
    assert "Balance ₫50,000" in rider.text(WALLET)


def test_a_pass_that_was_never_used_is_given_back(rider: Rider) -> None:
    buy(rider)
    (refund,) = refunds(rider)

    done = rider.send(refund, {"form_token": rider.form(PASSES)["form_token"]})

    assert "its price is in your wallet" in rider.text(done.headers["Location"])
    assert "Given back" in rider.text(PASSES)
    assert "Balance ₫100,000" in rider.text(WALLET)
    assert refunds(rider) == []


def refunds(rider: Rider) -> list[str]:
    """Where passes may be given back."""
    parts = rider.open(PASSES).text.split('action="/me/passes/')[1:]
    return ["/me/passes/" + part.partition('"')[0] for part in parts]


def test_a_pass_that_was_used_is_kept(rider: Rider, street: Street) -> None:
    buy(rider)
    (refund,) = refunds(rider)
    bike = free_bike(street)
    rider.rent(bike.token)
    rider.do("unlock")
    bike.opens()

    assert refunds(rider) == []
    kept = rider.send(refund, {"form_token": rider.form(PASSES)["form_token"]})

    assert kept.status_code == 409
    assert "was used already" in Page(kept).text


def test_many_passes_are_shown_with_as_many_questions_as_one(street: Street) -> None:
    rider, asked = visitor(street, money=200_000), []
    for once in "123":
        buy(rider, once=once)
        with statements(street.app) as told:
            rider.open(PASSES)
        asked.append(len(told))

    assert asked == [asked[0]] * 3
    assert len(refunds(rider)) == 3


def test_without_money_it_says_so_and_leads_to_the_top_up(street: Street) -> None:
    poor = visitor(street, money=20_000)

    for action, bikes in (("pass", ""), ("group", "5")):
        form = poor.form(PASSES) | {"action": action, "bikes": bikes}
        refused = poor.send(PASSES, form)
        page = Page(refused)
        assert refused.status_code == 409
        assert "not enough money" in page.text
        assert "/me/wallet?back=/me/passes#top-up" in page.links
    assert "Balance ₫20,000" in poor.text(WALLET)


def test_a_group_ticket_lets_several_bikes_be_rented(
    rider: Rider, street: Street
) -> None:
    done = buy(rider, "group", bikes="2")

    assert "You may have 2 bikes at once until 00:00" in rider.text(done)
    for _ in range(2):
        assert rider.rent(free_bike(street).token).status_code == 303
    assert rider.rent(free_bike(street).token).status_code == 409


@pytest.mark.parametrize("bikes", ["", "1", "6", "２", "x" * 999])
def test_a_group_has_two_to_five_bikes(rider: Rider, bikes: str) -> None:
    form = rider.form(PASSES) | {"action": "group", "bikes": bikes}

    refused = rider.send(PASSES, form)

    assert refused.status_code == 422
    assert "Choose for how many bikes." in Page(refused).text


def test_what_is_anothers_or_no_form_of_ours_does_nothing(
    rider: Rider, street: Street
) -> None:
    buy(rider)
    (refund,) = refunds(rider)
    other = visitor(street, money=0)
    token = {"form_token": other.form(PASSES)["form_token"]}

    assert other.send(refund, token).status_code == 404
    stale = rider.send(PASSES, {"action": "pass"}).headers["Location"]
    assert stale == f"{PASSES}?done=too-old"
    assert rider.send(PASSES, rider.form(PASSES) | {"action": "x"}).status_code == 404
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert rider.send(PASSES, rider.form(PASSES), **foreign).status_code == 403
    assert rider.open(PASSES).headers["Cache-Control"] == "no-store"
    assert "/me/rider" in Rider(street).open(PASSES).headers["Location"]


def test_it_speaks_vietnamese(rider: Rider) -> None:
    rider.client.set_cookie("lang", "vi")

    assert "Vé ngày và vé nhóm" in rider.text(PASSES)
