"""A ride on the phone: scan, say yes, open, pause, end; and what goes wrong."""

import pytest

from citizen_api.bikes.actions import relabel, withdraw
from citizen_api.bikes.models import State
from citizen_api.bikes.queries import bike as bike_row
from citizen_api.rentals.gateway import Heard
from tests.bikes.riding import OPERA
from tests.conftest import NOON
from tests.factories import changing
from tests.pages.me.riding import RIDE, Rider, free_bike, visitor
from tests.pages.reading import Page
from tests.rentals.people import Bicycle, Street


@pytest.fixture
def bike(street: Street) -> Bicycle:
    """A bicycle that nobody has."""
    return free_bike(street)


@pytest.fixture
def rider(street: Street) -> Rider:
    """A visitor with 50,000 đ."""
    return visitor(street)


@pytest.fixture
def on_the_way(rider: Rider, bike: Bicycle) -> Rider:
    """The visitor, whose bike is open."""
    rider.rent(bike.token)
    rider.do("unlock")
    bike.opens()
    return rider


def test_a_scanned_bike_shows_its_number_and_price_to_everybody(
    street: Street, bike: Bicycle
) -> None:
    stranger = Rider(street)
    page = Page(stranger.open(f"/b/{bike.token}"))

    assert f"{bike.number} Bicycle Single ride, bicycle 5,000 đ" in page.text
    assert f"/me/rider?return_to=/b/{bike.token}" in page.links
    assert bike.row().state == State.AVAILABLE


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


def test_nothing_opens_before_the_rider_says_yes(rider: Rider, bike: Bicycle) -> None:
    assert rider.rent(bike.token).headers["Location"] == RIDE

    text = rider.text(RIDE)

    assert f"{bike.number} Is this number painted on the frame" in text
    assert rider.street.locks.commands == []
    assert bike.row().state == State.RESERVED


def test_a_ride_from_the_scan_to_the_bill(on_the_way: Rider, bike: Bicycle) -> None:
    rider = on_the_way
    rider.street.later(minutes=31)
    assert "Price so far ₫6,000 Time: 31:00" in rider.text(RIDE)

    rider.do("end")
    assert "Close the lock now" in rider.text(RIDE)
    bike.closes()

    assert "₫6,000 Paid" in rider.text(RIDE)
    (bill,) = (e for e in Page(rider.open("/me/rides")).links if "/me/rides/" in e)
    text = rider.text(bill)
    assert "Paid ₫6,000 Price Single ride, bicycle" in text
    assert "Lock opened 12:00 21 Nov 2026 Ended 12:31 21 Nov 2026 Time 31:00" in text
    assert "To station Nhà Hát Lớn Thành Phố" in text
    receipt = next(e for e in Page(rider.open(bill)).links if "/entries/" in e)
    assert "Ride -₫6,000" in rider.text(receipt)
    assert bill in Page(rider.open(receipt)).links


def test_the_lock_first_then_the_rider(on_the_way: Rider, bike: Bicycle) -> None:
    on_the_way.street.later(minutes=10)
    bike.closes()
    assert "the time has stopped. Is the ride over?" in on_the_way.text(RIDE)

    on_the_way.do("end")

    assert "₫5,000 Paid" in on_the_way.text(RIDE)


def test_a_pause_and_on(on_the_way: Rider, bike: Bicycle) -> None:
    on_the_way.do("pause")
    assert "Now close the lock: the pause begins." in on_the_way.text(RIDE)
    bike.closes()
    assert "Paused: nobody else gets the bike" in on_the_way.text(RIDE)

    on_the_way.do("resume")
    bike.opens()

    assert set(on_the_way.can()) == {"end", "pause", "wrong-bike", "report"}


def test_away_from_a_station_it_says_where_to_go(
    on_the_way: Rider, bike: Bicycle
) -> None:
    on_the_way.do("end")
    bike.tells("closed", lat=20.90, lon=106.60, accuracy_m=5)

    page = Page(on_the_way.open(RIDE))

    assert "The bike is at no station. Open the lock and ride to one of" in page.text
    assert sum(link.startswith("/bikes/stations/") for link in page.links) == 3
    assert set(on_the_way.can()) >= {"resume"}
    assert "end" not in on_the_way.can()


def test_a_bike_that_is_let_go_is_free_again(rider: Rider, bike: Bicycle) -> None:
    rider.rent(bike.token)

    done = rider.do("cancel")

    assert "Nothing is charged." in rider.text(done.headers["Location"])
    assert bike.row().state == State.AVAILABLE


def test_a_lock_that_refuses_frees_the_rider(rider: Rider, bike: Bicycle) -> None:
    rider.rent(bike.token)
    rider.street.locks.heard = Heard.REFUSED

    done = rider.do("unlock")

    assert "The lock did not open. Nothing is charged" in rider.text(
        done.headers["Location"]
    )
    assert "₫0 The lock did not open" in rider.text(RIDE)


def test_another_bike_opened(on_the_way: Rider, bike: Bicycle, street: Street) -> None:
    other = free_bike(street)

    on_the_way.do("wrong-bike", number=other.number.lower())

    assert "₫0 Free: the wrong bike" in on_the_way.text(RIDE)
    assert other.row().fault is not None


def test_another_bike_is_said_within_two_minutes(
    on_the_way: Rider, street: Street
) -> None:
    token, path = on_the_way.form(RIDE)["form_token"], on_the_way.can()["wrong-bike"]
    street.later(minutes=3)

    done = on_the_way.send(path, {"form_token": token, "number": ""})

    assert "more than two minutes" in on_the_way.text(done.headers["Location"])


def test_a_fault_is_reported(on_the_way: Rider, bike: Bicycle) -> None:
    done = on_the_way.do("report", what="Phanh lỏng", stuck="yes")

    assert "Thank you!" in on_the_way.text(done.headers["Location"])
    assert bike.row().fault == "Phanh lỏng"
    assert "Staff are looking at this ride." in on_the_way.text(RIDE)


def test_a_fault_needs_words(on_the_way: Rider, bike: Bicycle) -> None:
    for what in ("", "  ", "x" * 301, "\u202etxt", "a\x00b"):
        done = on_the_way.do("report", what=what)
        assert done.headers["Location"] == f"{RIDE}?done=words"

    assert bike.row().fault is None


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


def test_a_button_pressed_twice_is_pressed_once(
    on_the_way: Rider, bike: Bicycle
) -> None:
    token, end = on_the_way.form(RIDE)["form_token"], on_the_way.can()["end"]
    bike.closes()

    for _ in range(2):
        assert on_the_way.send(end, {"form_token": token}).headers["Location"] == RIDE

    assert "Balance ₫45,000" in on_the_way.text("/me/wallet")


def test_nobody_rides_for_another(on_the_way: Rider, street: Street) -> None:
    end, other = on_the_way.can()["end"], visitor(street, money=0)
    token = other.form("/b")["form_token"]

    assert other.send(end, {"form_token": token}).status_code == 404
    bill = end.rpartition("/")[0].replace("ride", "rides", 1)
    assert other.open(bill).status_code == 404
    assert other.send(f"{end}-it", {"form_token": token}).status_code == 404


def test_forms_of_another_site_do_nothing(on_the_way: Rider, bike: Bicycle) -> None:
    end, token = on_the_way.can()["end"], on_the_way.form(RIDE)["form_token"]
    foreign = {"Sec-Fetch-Site": "cross-site"}

    assert on_the_way.send(end, {"form_token": token}, **foreign).status_code == 403
    late = on_the_way.send(end, {"form_token": "1.x"})
    assert late.headers["Location"] == f"{RIDE}?done=too-old"
    assert "Price so far" in on_the_way.text(RIDE)


def test_nobody_keeps_these_pages(rider: Rider, bike: Bicycle) -> None:
    for path in (RIDE, "/me/rides", "/b", f"/b/{bike.token}"):
        assert rider.open(path).headers["Cache-Control"] == "no-store"


def test_a_simulated_lock_can_be_closed_by_who_has_no_bike(
    on_the_way: Rider,
) -> None:
    assert "simulated lock" not in on_the_way.text(RIDE)

    on_the_way.street.app.config["SIMULATED"] = True

    assert "Close the simulated lock" in on_the_way.text(RIDE)


def test_it_speaks_vietnamese(on_the_way: Rider) -> None:
    on_the_way.client.set_cookie("lang", "vi")

    assert "Giá đến lúc này" in on_the_way.text(RIDE)
    assert "Kết thúc chuyến" in on_the_way.text(RIDE)
