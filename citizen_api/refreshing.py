"""Bring the order by score up to the ratings, a moment after they came.

A rating moves the score of its venue at once; the rows that lists are ordered by
follow in batches, because moving them in every rating would cost more than the
rating. Whichever process took a rating does it, a second later, and looks then whether
too many came (`reviews.surges`); what it does not come to, the worker does. Searches
that found nothing are written down by the same hand.
"""

import logging
import threading
from datetime import UTC, datetime

from flask import Flask, Response, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from citizen_api.db import Database
from citizen_api.http.caching import SAFE
from citizen_api.reviews.surges import watch
from citizen_api.venues.actions import refresh_scores
from citizen_api.venues.fruitless import EXTENSION as FRUITLESS
from citizen_api.venues.fruitless import Fruitless, write_down

AFTER_S = 1.0
AT_ONCE = 500
LEFT = text(
    "SELECT EXISTS (SELECT FROM score_changes) OR EXISTS (SELECT FROM surge_looks)"
)
EXTENSION = "citizen-refresher"

log = logging.getLogger(__name__)


class Refresher:
    """At most one refresh waits at a time in a process."""

    def __init__(self, database: Database, after_s: float = AFTER_S) -> None:
        self._database, self._after_s = database, after_s
        self.fruitless = Fruitless()
        self._planning, self._working = threading.Lock(), threading.Lock()
        self._timer: threading.Timer | None = None
        self._stopped = False

    def soon(self) -> None:
        """Refresh a moment from now, unless that is planned already."""
        with self._planning:
            if self._timer is None and not self._stopped:
                self._timer = threading.Timer(self._after_s, self._refresh)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """Plan nothing more, and wait for the refresh at hand."""
        with self._planning:
            self._stopped = True
            if self._timer is not None:
                self._timer.cancel()
        with self._working:
            pass

    def _refresh(self) -> None:
        with self._working:
            with self._planning:
                self._timer = None
                if self._stopped:
                    return
            if self._is_any_left():
                self.soon()

    def _is_any_left(self) -> bool:
        """Refresh some; True also when that must wait for others or the database."""
        try:
            self._write_down()
            with self._database.sessions.begin() as session:
                refresh_scores(session, AT_ONCE)
            watch(self._database, datetime.now(UTC))
            with self._database.sessions() as session:
                return bool(session.scalar(LEFT))
        except SQLAlchemyError as error:  # the thread must live, whatever it is
            cause = getattr(error, "orig", error)
            log.warning("scores not refreshed: %s", type(cause).__name__)
            return True

    def _write_down(self) -> None:
        """Write down what was searched and not found; raises as the database does."""
        counted = self.fruitless.take()
        if not counted:
            return
        try:
            with self._database.sessions.begin() as session:
                write_down(session, counted)
        except SQLAlchemyError:
            self.fruitless.give_back(counted)
            raise


def register(app: Flask, refresher: Refresher) -> None:
    """Refresh after each write that was taken, and each search that found nothing.

    Whatever is written may move a score: a form, a moderator's word, a merge.
    """

    def after(response: Response) -> Response:
        wrote = request.method not in SAFE and response.status_code < 400
        if wrote or refresher.fruitless.waits:
            refresher.soon()
        return response

    app.extensions[EXTENSION] = refresher
    app.extensions[FRUITLESS] = refresher.fruitless
    app.after_request(after)
