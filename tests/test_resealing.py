"""Every table with closed cells can get new keys."""

from sqlalchemy import Uuid

from citizen_api import tables
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
