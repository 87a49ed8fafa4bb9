"""Everything that a database holds, row by row and version by version."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.tables import metadata


def contents(session: Session) -> dict[str, list[tuple[str, str, str]]]:
    """The rows of each table with where they stand, so that a rewrite shows too."""
    found = {
        table.name: session.execute(
            text(
                "SELECT ctid::text, xmin::text, row_to_json(t)::text"
                f" FROM {table.name} t ORDER BY ctid"
            )
        )
        for table in metadata.sorted_tables
    }
    rows = {name: [tuple(row) for row in listed] for name, listed in found.items()}
    sequences = (
        "SELECT sequencename::text, last_value::text, '' FROM pg_sequences ORDER BY 1"
    )
    return {
        **rows,
        "sequences": [tuple(row) for row in session.execute(text(sequences))],
    }
