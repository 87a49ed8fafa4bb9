"""What the planner makes of a statement, prepared or with its values."""

import re
from collections.abc import Mapping
from typing import Any

from psycopg import ClientCursor, Cursor

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PREPARED = "SELECT name, custom_plans FROM pg_prepared_statements"


def plan(cursor: Cursor, sql: str, values: Mapping[str, Any]) -> list[str]:
    """The lines of EXPLAIN; of the generic plan where the connection prepares."""
    if cursor.connection.prepare_threshold is None:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", values)
        return [row[0] for row in cursor]
    cursor.execute("DEALLOCATE ALL", prepare=False)
    cursor.execute(sql, values)
    ((name, _),) = cursor.execute(PREPARED, prepare=False)
    order = dict.fromkeys(PLACEHOLDER.findall(sql))
    places = ", ".join(f"%({each})s" for each in order)
    asked = ClientCursor(cursor.connection)
    asked.execute(f"EXPLAIN (COSTS OFF) EXECUTE {name} ({places})", values)
    lines = [row[0] for row in asked]
    ((_, planned_for_values),) = asked.execute(PREPARED)
    assert not planned_for_values
    return lines
