"""Every table with closed cells can get new keys."""

import pytest
from sqlalchemy import Uuid, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from citizen_api import tables
from citizen_api.accounts.models import Person
from citizen_api.db import Sealed
from citizen_api.resealing import indexes, sealed_tables


def test_a_row_with_closed_cells_has_one_id_that_is_random() -> None:
    for table in sealed_tables(tables.metadata):
        (number,) = table.primary_key.columns

        assert isinstance(number.type, Uuid), table.name


def test_an_index_is_made_anew_from_a_closed_cell_of_its_row() -> None:
    found = [
        (table, source)
        for table in tables.metadata.sorted_tables
        for _, _, source in indexes(table)
    ]

    assert found
    for table, source in found:
        assert isinstance(table.columns[source].type, Sealed), table.name


def test_no_cell_takes_what_nobody_closed(session: Session) -> None:
    with pytest.raises(StatementError, match="no closed cell") as refused:
        session.execute(update(Person).values(number=b"099090178382"))

    assert "099090178382" not in str(refused.value)
