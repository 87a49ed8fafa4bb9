"""A ride on the phone: open, pause, end; and what goes wrong."""

import re

from sqlalchemy import select

from citizen_api.bikes.models import Bike, State
from citizen_api.rentals.gateway import Heard
from citizen_api.rentals.models import Rental
from citizen_api.rentals.models import State as Riding
from citizen_api.rentals.streaming import EXTENSION
from tests.factories import changing
from tests.pages.me.riding import RIDE, Rider, free_bike, visitor
from tests.pages.reading import Page
from tests.rentals.people import Bicycle, Street

EVENTS = f"{RIDE}/events"


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


def test_a_lock_that_does_not_open_again(on_the_way: Rider, bike: Bicycle) -> None:
    on_the_way.do("pause")
    bike.closes()
    on_the_way.street.locks.heard = Heard.REFUSED

    done = on_the_way.do("resume")

    text = on_the_way.text(done.headers["Location"])
    assert "The ride goes on and so does its time" in text
    assert "resume" in on_the_way.can()


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
    stands_where_it_began(street, other, bike)

    on_the_way.do("wrong-bike", number=other.number.lower())

    assert "₫0 Free: the wrong bike" in on_the_way.text(RIDE)
    assert other.row().fault is not None


def stands_where_it_began(street: Street, other: Bicycle, ridden: Bicycle) -> None:
    """Put a bike at the station from which another is being ridden."""
    with changing(street.app) as session:
        ride = select(Rental).where(
            Rental.bike_id == ridden.id, Rental.state == Riding.ACTIVE
        )
        began = session.scalars(ride).one().start_station_id
        session.get_one(Bike, other.id).station_id = began


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


def test_a_button_pressed_twice_is_pressed_once(
    on_the_way: Rider, bike: Bicycle
) -> None:
    token, end = on_the_way.form(RIDE)["form_token"], on_the_way.can()["end"]
    bike.closes()

    for _ in range(2):
        assert on_the_way.send(end, {"form_token": token}).headers["Location"] == RIDE

    shown = on_the_way.text("/me/wallet")
    assert "Balance ₫45,000" in shown, shown[100:400]


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


def test_what_the_lock_does_is_told_as_it_happens(
    on_the_way: Rider, bike: Bicycle
) -> None:
    on_the_way.street.app.config["STREAM_LASTS_S"] = 0

    told = on_the_way.open(EVENTS)

    assert (told.status_code, told.mimetype) == (200, "text/event-stream")
    assert told.headers["Cache-Control"] == "no-store"
    causes = re.findall(r'"cause":"(\w+)"', told.text)
    assert causes == ["offered", "unlocking", "opened"]
    last = re.findall(r"id: ([0-9]+)", told.text)[-1]
    bike.closes()
    browser = on_the_way.client
    after = browser.get(EVENTS, headers={"Last-Event-ID": last}).text
    assert re.findall(r'"cause":"(\w+)"', after) == ["lock_closed"]
    shown = on_the_way.open(RIDE).text.partition('data-heard="')[2].partition('"')[0]
    assert int(shown) > int(last)
    assert "cause" not in browser.get(f"{EVENTS}?after={shown}").text
    wrong = browser.get(EVENTS, headers={"Last-Event-ID": "x"})
    assert wrong.status_code == 400


def test_when_too_many_listen_the_page_is_told_to_look_again(
    on_the_way: Rider,
) -> None:
    streams = on_the_way.street.app.extensions[EXTENSION]
    taken = [streams.free.acquire(blocking=False) for _ in range(streams.most)]

    refused = on_the_way.open(EVENTS)

    for _ in filter(None, taken):
        streams.free.release()
    assert refused.status_code == 503
    assert int(re.findall(r'data-look-s="([0-9]+)"', on_the_way.open(RIDE).text)[0]) > 0


def test_nobody_hears_of_the_rides_of_others(on_the_way: Rider, street: Street) -> None:
    street.app.config["STREAM_LASTS_S"] = 0

    assert "cause" not in visitor(street, money=0).open(EVENTS).text
    assert "/me/rider" in Rider(street).open(EVENTS).headers["Location"]
