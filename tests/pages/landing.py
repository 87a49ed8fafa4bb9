"""Codes as a phone opens them."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.links.codes import printed
from tests.pages.reading import PHONE
from tests.reviews.addresses import VENUE

STREET = "cau-dat-11359"


def code_of(app: Flask, venue: str = VENUE) -> str:
    return next(each.code for each in printed(app) if each.venue == venue)


def street(app: Flask) -> str:
    """The code of a food street."""
    return next(each.code for each in printed(app) if each.street == STREET)


def opened(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    """The page of a code whose link was shared; `scanned` has the mark."""
    return client.get(f"/q/{code}", headers=PHONE | headers)


def scanned(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    return client.get(f"/q/{code}?s=1", headers=PHONE | headers)


def spoken(language: str) -> dict[str, str]:
    return {"Accept-Language": language}
