"""Hours that an owner says while the worker compiles schedules again."""

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.schedules.actions import recompile_due
from citizen_api.versions import CALENDAR, bump
from tests.conftest import NOON
from tests.factories import Stall, changing, database_of
from tests.listings.owning import keeper

ALL = 1000
WAITING = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")


def somebody_waits(session: Session) -> bool:
    """Whether a transaction comes to wait for this one."""
    until = time.monotonic() + 5
    while not (waiting := session.scalar(WAITING)) and time.monotonic() < until:
        time.sleep(0.01)
    return bool(waiting)


def test_hours_said_while_schedules_are_compiled_hold(shared: Flask) -> None:
    owner = keeper(shared, Stall(hours="08:12-20:00; PH off"))
    owner.edit("PUT", "/days/2026-12-05", {"hours": None})
    with changing(shared) as session:
        bump(session, CALENDAR)

    with ThreadPoolExecutor() as threads:
        with Session(database_of(shared).engine) as worker, worker.begin():
            assert recompile_due(worker, NOON.date(), ALL) > 0
            said = threads.submit(
                owner.edit, "PUT", "/days/2026-12-06", {"hours": None}
            )
            assert somebody_waits(worker)
        said.result()

    days = owner.public()["hours"]["special_days"]
    assert {"2026-12-05", "2026-12-06"} <= {each["day"] for each in days}
