"""A scanned bike on the phone: what is shown, and why it may not be had."""

from citizen_api.bikes.actions import relabel, withdraw
from citizen_api.bikes.models import State
from citizen_api.bikes.queries import bike as bike_row
from tests.bikes.riding import OPERA
from tests.conftest import NOON
from tests.factories import changing
from tests.pages.me.riding import RIDE, Rider, free_bike, visitor
from tests.pages.reading import Page
from tests.rentals.people import Bicycle, Street


def test_without_money_it_leads_to_the_top_up_and_back(
    street: Street, bike: Bicycle
) -> None:
    poor = visitor(street, money=0)

    answer = poor.rent(bike.token)

    assert answer.status_code == 409
    page = Page(answer)
    assert "A ride begins with at least ₫10,000 in the wallet." in page.text
    assert f"/me/wallet?back=/b/{bike.token}#top-up" in page.links
    assert bike.row().state == State.AVAILABLE


def test_who_has_a_bike_gets_no_other(on_the_way: Rider, street: Street) -> None:
    answer = on_the_way.rent(free_bike(street).token)

    assert answer.status_code == 409
    assert "You have a bike already. Return it first." in Page(answer).text


def test_a_bike_of_somebody_else_or_out_of_use_says_so(
    on_the_way: Rider, bike: Bicycle, street: Street
) -> None:
    broken = free_bike(street)
    with changing(street.app) as session:
        row = bike_row(session, broken.id)
        withdraw(session, row, State.NON_OPERATIONAL, at=NOON, reason="flat")
    other = visitor(street, money=0)

    assert "Somebody has this bike now." in other.text(f"/b/{bike.token}")
    assert "This bike is out of use." in other.text(f"/b/{broken.token}")


def test_a_phone_that_is_far_from_the_bike_is_told(rider: Rider, bike: Bicycle) -> None:
    answer = rider.rent(bike.token, lat="20.90", lon="106.60", accuracy_m="10")

    assert answer.status_code == 409
    assert "m from where this bike stands" in Page(answer).text


def test_a_position_that_is_none_is_as_nothing(rider: Rider, bike: Bicycle) -> None:
    for place in ({"lat": ""}, {"lat": "x", "lon": "y"}, {"lat": "nan", "lon": "999"}):
        assert rider.rent(bike.token, **place).status_code == 303


def test_the_digits_beside_the_code_do_as_well(rider: Rider, bike: Bicycle) -> None:
    spaced = f"{bike.code[:4]} {bike.code[4:]}"

    assert rider.fill("/b", code=spaced).headers["Location"] == RIDE
    assert bike.number in rider.text(RIDE)


def test_a_code_that_is_none_is_refused(rider: Rider) -> None:
    form = rider.form("/b")
    for code, status in (
        ("", 404),
        ("12345679", 404),
        ("https://evil.example/b/x", 422),
        ("x" * 5000, 404),
        ("\u202e", 404),
    ):
        answer = rider.send("/b", form | {"code": code})
        assert (answer.status_code, answer.mimetype) == (status, "text/html"), code


def test_the_sign_of_a_station_is_no_bike(rider: Rider) -> None:
    url = rider.street.app.config["PUBLIC_URL"]

    answer = rider.fill("/b", code=f"{url}/bikes/stations/{OPERA}")

    assert answer.status_code == 422
    assert "code of a station" in Page(answer).text


def test_a_form_sent_twice_is_one_ride(rider: Rider, bike: Bicycle) -> None:
    form = rider.form(f"/b/{bike.token}")

    first, again = rider.send("/b", form), rider.send("/b", form)

    assert (first.status_code, again.status_code) == (303, 303)
    rides = Page(rider.open("/me/rides")).links
    assert sum("/me/rides/" in each for each in rides) == 1


def test_codes_that_never_were_and_those_replaced_answer_alike(
    street: Street, bike: Bicycle
) -> None:
    stranger = Rider(street)
    with changing(street.app) as session:
        relabel(session, bike_row(session, bike.id))

    old, never = stranger.open(f"/b/{bike.token}"), stranger.open(f"/b/{'x' * 22}")

    assert old.status_code == never.status_code == 404
    assert Page(old).text == Page(never).text
    assert "No bike has this code." in Page(old).text


def test_a_scanned_bike_shows_its_number_and_price_to_everybody(
    street: Street, bike: Bicycle
) -> None:
    stranger = Rider(street)
    page = Page(stranger.open(f"/b/{bike.token}"))

    assert f"{bike.number} Bicycle Single ride, bicycle 5,000 đ" in page.text
    assert f"/me/rider?return_to=/b/{bike.token}" in page.links
    assert bike.row().state == State.AVAILABLE


def test_nothing_opens_before_the_rider_says_yes(rider: Rider, bike: Bicycle) -> None:
    assert rider.rent(bike.token).headers["Location"] == RIDE

    text = rider.text(RIDE)

    assert f"{bike.number} Is this number painted on the frame" in text
    assert rider.street.locks.commands == []
    assert bike.row().state == State.RESERVED
