"""When a code is good, what is near, where a page may lead."""

from datetime import datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.links.rules import (
    Place,
    Refused,
    State,
    ensure_address,
    ensure_place,
    ensure_reference,
    ensure_times,
    host_of,
    place_of_venue,
    state,
)
from geo.distance import metres_between
from geo.points import Point
from tests.conftest import NOON
from tests.links.codes import DAY, HERE


class Dated(NamedTuple):
    """A code of which only the times matter."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    revoked_at: datetime | None = None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Dated(), State.GOOD),
        (Dated(starts_at=NOON), State.GOOD),
        (Dated(starts_at=NOON + DAY), State.EARLY),
        (Dated(ends_at=NOON), State.OVER),
        (Dated(ends_at=NOON + DAY), State.GOOD),
        (Dated(revoked_at=NOON - DAY), State.REVOKED),
        (Dated(starts_at=NOON + DAY, revoked_at=NOON - DAY), State.REVOKED),
    ],
)
def test_a_code_is_good_in_its_time(link: Dated, expected: State) -> None:
    assert state(link, NOON) is expected


@pytest.mark.parametrize(
    "address",
    [
        "https://haiphong.gov.vn",
        "https://haiphong.gov.vn/du-lich?x=1#a",
        "https://sovhtt.haiphong.gov.vn/%C4%91",
        "/tours",
        "/search?q=banh+da+cua&open=now",
    ],
)
def test_a_page_of_the_city_or_of_a_named_host_is_taken(address: str) -> None:
    ensure_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://haiphong.gov.vn",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/\\evil.example",
        "https://user@evil.example",
        "https://haiphong.gov.vn@evil.example/",
        "https://haiphong.gov.vn:8443/",
        "https://localhost/",
        "https:///path",
        "https://hảiphòng.vn/",
        "https://haiphong.gov.vn/\u202etxt.exe",
        "https://haiphong.gov.vn/a b",
        "https://haiphong.gov.vn/\nSet-Cookie:x",
        'https://haiphong.gov.vn/"onclick=',
        "https://[::1]/",
        "https://[/",
        "tours",
        "https://haiphong.gov.vn/" + "a" * 500,
    ],
)
def test_an_address_that_could_deceive_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        ensure_address(address)


@given(st.text(max_size=80))
def test_whatever_is_taken_has_the_host_that_is_shown(address: str) -> None:
    try:
        ensure_address(address)
    except Refused:
        return
    host = host_of(address)
    shown = f"https://{host}" if host else "/"
    assert address.lower().startswith(shown)


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(30, 5000))
def test_near_is_within_the_radius(lon: float, lat: float, radius: int) -> None:
    place, point = Place(HERE, radius), Point(lon, lat)

    assert place.is_near(point) == (metres_between(HERE, point) <= radius)
    assert place.is_near(HERE)


@pytest.mark.parametrize("radius", [0, -1, 29, 5001, 10**9])
def test_a_radius_that_tells_nothing_is_refused(radius: int) -> None:
    with pytest.raises(Refused):
        ensure_place(Place(HERE, radius))


def test_a_venue_is_near_as_far_around_as_it_may_be_off() -> None:
    assert place_of_venue(106_683_800, 20_853_500, 310) == Place(HERE, 460)
    assert place_of_venue(None, None, None) is None


def test_a_time_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refused):
        ensure_times(NOON, NOON)
    ensure_times(NOON, None)
    ensure_times(None, NOON)


@pytest.mark.parametrize("text", ["", "a b", "<b>", "ă", "x" * 41, "-1", "a\n"])
def test_a_strange_reference_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        ensure_reference(text)
