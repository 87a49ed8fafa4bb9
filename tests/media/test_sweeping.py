"""Files that no photo has are swept; those that one has stay, whatever happens."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.media.store import FolderStore, name_of
from citizen_api.media.sweeping import SHARDS, adopt, shard_at, sweep
from citizen_api.problems import NotFound
from tests.conftest import NOON

CONTENT = b"the bytes of a photo"
NAME = name_of(CONTENT)
RESERVED = text("INSERT INTO media_files (name, loose_since) VALUES (:name, now())")
AGED = text("UPDATE media_files SET loose_since = now() - interval '2 hours'")
VENUE = text(
    """
    INSERT INTO venues (slug, name, aliases, kind, folded, address, ward_certain,
                        honours, source_ids)
    VALUES ('a', 'a', '{}', 'eatery', 'a', 'a', false, '[]', '{}') RETURNING id
    """
)
PHOTO = text(
    """
    INSERT INTO photos (venue_id, file, thumb, width, height)
    VALUES (:venue, :name, :name, 1, 1)
    """
)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """A store with one file."""
    made = FolderStore(tmp_path)
    made.put(NAME, CONTENT)
    return made


def is_there(store: FolderStore) -> bool:
    try:
        return store.read(NAME) == CONTENT
    except NotFound:
        return False


def add_photo(session: Session) -> None:
    venue = session.scalar(VENUE)
    session.execute(PHOTO, {"venue": venue, "name": NAME})


def test_a_loose_file_is_kept_for_an_hour(session: Session, store: FolderStore) -> None:
    session.execute(RESERVED, {"name": NAME})

    assert sweep(session, store) == 0
    assert is_there(store)

    session.execute(AGED)
    assert sweep(session, store) == 1
    assert not is_there(store)


def test_a_file_of_a_photo_stays(session: Session, store: FolderStore) -> None:
    session.execute(RESERVED, {"name": NAME})
    add_photo(session)
    session.execute(AGED)

    assert sweep(session, store) == 0
    assert is_there(store)
    assert session.scalar(text("SELECT loose_since FROM media_files")) is None


def test_a_file_is_loose_once_its_photo_is_deleted(
    session: Session, store: FolderStore
) -> None:
    session.execute(RESERVED, {"name": NAME})
    add_photo(session)
    session.execute(AGED)
    sweep(session, store)

    session.execute(text("DELETE FROM photos"))
    session.execute(AGED)

    assert sweep(session, store) == 1
    assert not is_there(store)


def test_a_strange_file_is_given_an_hour(session: Session, store: FolderStore) -> None:
    adopt(session, store, NAME[:2])
    adopt(session, store, NAME[:2])
    assert sweep(session, store) == 0

    session.execute(AGED)

    assert sweep(session, store) == 1
    assert not is_there(store)


def test_a_file_that_is_gone_already_is_fine(
    session: Session, store: FolderStore
) -> None:
    session.execute(RESERVED, {"name": NAME})
    session.execute(AGED)
    store.delete(NAME)

    assert sweep(session, store) == 1


def test_all_of_a_store_is_looked_through_within_a_day() -> None:
    moments = (NOON + timedelta(minutes=5 * number) for number in range(288))

    assert {shard_at(each) for each in moments} == set(SHARDS)
