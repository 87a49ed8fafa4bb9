"""The worker: takes what is due, has it done, and survives what goes wrong."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from citizen_api.db import Database
from citizen_api.http.clock import now
from citizen_api.http.session import EXTENSION, transaction
from citizen_api.jobs.actions import Held, claim, enqueue, finish, put_back

Handler = Callable[[Held], datetime | None]

PAUSE_S: Final = 1.0
LONG_PAUSE_S: Final = 5.0

log = logging.getLogger(__name__)


class Worker:
    """Does one job after the other; any number of them may work at once.

    `handlers` by kind; `for_ever`: kind and key of the jobs that are always there.
    """

    def __init__(
        self,
        app: Flask,
        handlers: Mapping[str, Handler],
        for_ever: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._app, self._handlers, self._for_ever = app, handlers, tuple(for_ever)
        self._database: Database = app.extensions[EXTENSION]

    def run(self, stopped: threading.Event) -> None:
        """Work until `stopped` is set; the job at hand is finished first.

        A database that is away is waited for.
        """
        while not stopped.is_set():
            try:
                self.begin()
                while not stopped.is_set():
                    if not self.step():
                        stopped.wait(PAUSE_S)
            except (DBAPIError, NoConnection, psycopg.OperationalError) as error:
                cause = getattr(error, "orig", error)
                log.warning("jobs wait: %s", type(cause).__name__)
                stopped.wait(LONG_PAUSE_S)

    def begin(self) -> None:
        """Put down the jobs that are always there."""
        with self._app.app_context(), transaction() as changing:
            for kind, key in self._for_ever:
                enqueue(changing, kind, key, now())

    def step(self) -> bool:
        """Do the job that is due longest; False when there is none."""
        with self._app.app_context():
            held = claim(self._database, list(self._handlers), now())
            if held is None:
                return False
            try:
                again = self._handlers[held.kind](held)
            except Exception as error:
                # Not its text, which could hold what nobody may read in a log.
                log.warning("job %s: %s at %s", held.kind, *fault(error))
                put_back(self._database, held, now())
            else:
                finish(self._database, held, now(), again=again)
            return True


def fault(error: Exception) -> tuple[str, str]:
    """The type of an error, and where in the code it was raised."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return type(error).__name__, f"{Path(where.filename).name}:{where.lineno}"
