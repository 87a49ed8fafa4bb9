"""What an owner changed is not taken back when the files are loaded again."""

from typing import Any

from flask import Flask

from seeds.load import load
from tests.factories import changing
from tests.listings.owning import Keeper
from tests.reviews.addresses import VENUE


def test_a_venue_that_its_owner_changed_stays_as_it_is(fresh: Flask) -> None:
    owner = Keeper(fresh, VENUE)
    owner.price("banh-da-cua", 45_000)
    owner.change(hours="08:00-12:00")
    owner.edit("DELETE", "/dishes/nem-cua-be")
    before = facts(owner)

    with changing(fresh) as session:
        load(session, lambda line: None)

    assert facts(owner) == before


def facts(owner: Keeper) -> list[Any]:
    """What stands of the venue."""
    public = owner.public()
    return [public["menu"], public["hours"]["sources"]]
