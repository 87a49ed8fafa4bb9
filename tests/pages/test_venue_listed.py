"""What the city says of a venue: stamps, closed for good, merged, until sold out."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import close, copied, make_app
from tests.factories import Stall, Told, build, changing, rehearse

SOLD_OUT = '06:00-13:00 "until sold out"'
PAPER = text(
    "INSERT INTO venue_licences (venue_id, kind, issued_by, issued_on, valid_until,"
    " source_id, checked_on) SELECT id, :kind, 'Sở ATTP', '2024-01-02', :until, 'city',"
    " '2026-11-01' FROM venues WHERE slug = :slug"
)


@pytest.fixture(scope="module")
def listed(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city that the tests of this file share."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"listed_{worker}"))
    yield made
    close(made)


@pytest.fixture
def venue(listed: Flask) -> str:
    prices = [Told(20_000, source="owner")]
    (slug,) = build(listed, Stall(hours=SOLD_OUT, serves={"cha-ruoi": prices}))
    rehearse(listed, slug, SOLD_OUT)
    return slug


def change(app: Flask, statement: str, **values: object) -> None:
    """Change the city at once."""
    with changing(app) as session:
        session.execute(text(statement), values)
    app.extensions["citizen-copies"].clear()


def page(app: Flask, slug: str, lang: str = "en") -> str:
    """The words of the page."""
    answer = app.test_client().get(f"/venues/{slug}?lang={lang}")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_until_sold_out_is_said_in_the_readers_language(
    listed: Flask, venue: str
) -> None:
    english, vietnamese = (page(listed, venue, lang) for lang in ("en", "vi"))

    assert "or sold out" in english
    assert "It closes earlier when everything is sold out." in english
    assert "hoặc đến khi hết hàng" in vietnamese
    assert "the owner says so" in english
    assert "chủ quán cho biết" in vietnamese


def test_stamps_say_until_when_or_that_they_are_over(listed: Flask, venue: str) -> None:
    with changing(listed) as session:
        for kind, until in (
            ("business", None),
            ("food_safety", date(2026, 11, 20)),
        ):
            session.execute(PAPER, {"slug": venue, "kind": kind, "until": until})

    shown = page(listed, venue)

    assert "Business licence <small>seen by the city on 1 Nov 2026" in shown
    assert "Food-safety certificate <small>expired on 20 Nov 2026" in shown
    assert "hết hạn ngày 20/11/2026" in page(listed, venue, "vi")


def test_a_closed_venue_says_so_first(listed: Flask, venue: str) -> None:
    change(
        listed,
        "UPDATE venues SET closed_on = '2026-10-31', closed_source = 'visitor'"
        " WHERE slug = :slug",
        slug=venue,
    )

    shown = page(listed, venue)

    assert "Closed for good since 31 Oct 2026." in shown
    assert "visitors reported it, the city checked" in shown
    assert "Open until" not in shown


def test_the_page_of_a_merged_venue_leads_to_the_other(
    listed: Flask, venue: str
) -> None:
    (into,) = build(listed, Stall(name="Quán nhận"))
    change(
        listed,
        "UPDATE venues SET merged_into_id = (SELECT id FROM venues WHERE slug = :into)"
        " WHERE slug = :slug",
        slug=venue,
        into=into,
    )
    client = listed.test_client()

    answer = client.get(f"/venues/{venue}?lang=vi")

    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/venues/{into}?lang=vi"
    followed = client.get(f"/venues/{venue}", follow_redirects=True)
    assert "Quán nhận" in followed.text
