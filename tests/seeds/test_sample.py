"""A synthetic city beside the real one."""

from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from citizen_api.links.models import Link
from citizen_api.maps.models import MapCluster
from citizen_api.tables import metadata
from citizen_api.venues.models import MenuItem, Offer, Venue
from seeds import sample as sampling
from seeds.load import AGAIN, load
from seeds.sample import NoCity, TooManyVenues, sample, settle
from tests.seeds.conftest import SAMPLED
from tests.seeds.contents import contents

SYNTHETIC = Venue.slug.like("syn-%")

DEFINITIONS = text(
    """
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT conrelid::regclass || conname || pg_get_constraintdef(oid)
    FROM pg_constraint
    ORDER BY 1
    """
)


def silent(line: str) -> None:
    """Report nothing."""


def names(session: Session) -> list[str]:
    found = select(Venue.name).where(SYNTHETIC).order_by(Venue.slug)
    return list(session.scalars(found))


def offers(session: Session) -> list[Any]:
    columns = (Venue.slug, Offer.dish_id, Offer.price, Offer.cell_1km, Offer.score)
    found = select(*columns).join(Offer, Offer.venue_id == Venue.id)
    return list(session.execute(found.order_by(Venue.slug, Offer.dish_id)))


def test_the_number_asked_for_is_there_beside_the_real_city(sampled: Session) -> None:
    count = select(func.count()).select_from(Venue)

    assert sampled.scalar(count.where(SYNTHETIC)) == SAMPLED
    assert sampled.scalar(count.where(~SYNTHETIC)) == 100


def test_asking_again_does_nothing(sampled: Session) -> None:
    before = contents(sampled)

    sample(sampled, SAMPLED, silent)

    assert contents(sampled) == before


def test_more_are_added_and_the_first_stay_the_same(sampled: Session) -> None:
    before = names(sampled)

    sample(sampled, SAMPLED + 30, silent)

    after = names(sampled)
    assert len(after) == SAMPLED + 30
    assert after[:SAMPLED] == before


def test_fewer_are_refused_with_both_numbers(sampled: Session) -> None:
    with pytest.raises(TooManyVenues, match=f"{SAMPLED} .* 7 "):
        sample(sampled, 7, silent)


def test_without_the_real_city_there_is_nothing_to_make_one_of(
    session: Session,
) -> None:
    with pytest.raises(NoCity):
        sample(session, 5, silent)


def test_everything_is_published(sampled: Session) -> None:
    count = select(func.count())
    items = sampled.scalar(count.select_from(MenuItem)) or 0
    placed = sampled.scalar(count.select_from(Venue).where(Venue.lon_e6.is_not(None)))
    venues = SAMPLED + 100

    assert sampled.scalar(count.select_from(Offer)) == items + venues
    assert sampled.scalar(select(func.count(Link.venue_id))) == venues
    drawn = select(func.sum(MapCluster.venues)).group_by(MapCluster.zoom)
    assert set(sampled.scalars(drawn)) == {placed}


def test_the_real_city_is_loaded_again_without_a_change(sampled: Session) -> None:
    lines: list[str] = []

    load(sampled, lines.append)

    assert lines == [AGAIN]


def test_indexes_set_aside_come_back_as_they_were(
    sampled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "MANY", 1)
    before = sampled.scalars(DEFINITIONS).all()

    sample(sampled, SAMPLED + 1, silent)

    assert sampled.scalars(DEFINITIONS).all() == before
    assert before


def test_setting_indexes_aside_changes_nothing_else(
    sampled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample(sampled, SAMPLED + 5, silent)
    slowly = offers(sampled)
    sampled.rollback()

    monkeypatch.setattr(sampling, "MANY", 1)
    sample(sampled, SAMPLED + 5, silent)

    assert offers(sampled) == slowly


def test_progress_is_told(sampled: Session) -> None:
    lines: list[str] = []

    sample(sampled, SAMPLED + 1, lines.append)

    assert lines[0] == f"{SAMPLED + 1} of {SAMPLED + 1} venues"
    assert lines[-1] == f"{SAMPLED + 1} synthetic venues are there"


def test_settling_leaves_the_rows(sampled_engine: Engine) -> None:
    settle(sampled_engine)

    with Session(sampled_engine) as session:
        assert session.scalar(select(func.count()).where(SYNTHETIC)) == SAMPLED


def test_every_table_with_rows_is_analysed(sampled: Session) -> None:
    told = set(sampled.scalars(text("SELECT tablename FROM pg_stats")))

    assert told >= set(sampling.FILLED + sampling.MADE) & set(metadata.tables)
