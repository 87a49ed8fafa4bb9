"""A reader with a wallet who rides: what their browser opens and sends."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from citizen_api.bikes.models import Bike, State
from tests.bikes.riding import OPERA
from tests.conftest import close, copied, make_app
from tests.factories import changing
from tests.pages.filling import Reader
from tests.pages.reading import Page
from tests.rentals.people import Bicycle, Street
from tests.wallets.people import tell, transfer

WALLET, RIDE = "/me/wallet", "/me/ride"
PURPOSE = re.compile(r"HPW[0-9A-Z]{8}")
ACTION = re.compile(r'action="(/me/ride/[0-9a-f-]{36}/[a-z-]+)"')


@pytest.fixture(scope="module")
def riders_city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which all tests of a module ride, each with another rider."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"riders_{worker}"))
    yield made
    close(made)


@pytest.fixture
def street(riders_city: Flask) -> Street:
    """The service and its locks, at noon."""
    riders_city.config |= {"SIMULATED": False}
    return Street(riders_city)


def free_bike(street: Street) -> Bicycle:
    """A bicycle that nobody has; a ride to the Opera from elsewhere is not free."""
    opera = street.station(OPERA).id
    wanted = select(Bike).where(Bike.state == State.AVAILABLE, Bike.station_id != opera)
    with changing(street.app) as session:
        found = session.scalars(
            wanted.where(Bike.type_id == "bicycle").order_by(Bike.id).limit(1)
        ).one()
        return Bicycle(street, found.id, found.number, found.token, found.code)


class Rider(Reader):
    """A browser on the street."""

    def __init__(self, street: Street) -> None:
        super().__init__(street.app)
        self.street = street

    def text(self, path: str) -> str:
        """What is read on a page."""
        answer = self.open(path)
        assert answer.status_code == 200, answer.status
        return Page(answer).text

    def top_up(self, amount: int = 50_000) -> str:
        """Top up, and have it paid; the address of the top-up."""
        asked = self.fill(WALLET, other=str(amount))
        assert asked.status_code == 303, asked.status
        path = asked.headers["Location"]
        purpose = PURPOSE.search(self.open(path).text)
        assert purpose
        assert tell(self.street.app, transfer(purpose[0], amount)).status_code == 200
        return path

    def can(self) -> dict[str, str]:
        """The buttons of the ride: where each leads, by its verb."""
        page = unescape(self.open(RIDE).text)
        return {path.rpartition("/")[2]: path for path in ACTION.findall(page)}

    def do(self, verb: str, **typed: str) -> TestResponse:
        """Press a button of the ride."""
        token = self.form(RIDE)["form_token"]
        return self.send(self.can()[verb], {"form_token": token, **typed})

    def rent(self, token: str, **typed: str) -> TestResponse:
        """Scan a bike, and say that it is wanted."""
        return self.send("/b", self.form(f"/b/{token}") | typed)


def visitor(street: Street, money: int = 50_000) -> Rider:
    """A visitor whose phone has a wallet, and money in it."""
    rider = Rider(street)
    assert rider.fill("/me/rider").status_code == 303
    if money:
        rider.top_up(money)
    return rider


def citizen(street: Street, persona: str = "P001") -> Rider:
    """A citizen who signed in on our pages."""
    rider = Rider(street)
    rider.sign_in(street.app, persona)
    return rider
