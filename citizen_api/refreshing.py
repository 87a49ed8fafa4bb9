"""Bring the order by score up to the ratings, a moment after they came.

A rating moves the score of its venue at once; the rows that lists are ordered by
follow in batches, because moving them in every rating would cost more than the
rating. Whichever process took a rating does it, a second later.
"""

import logging
import threading

from flask import Flask, Response, request
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from citizen_api.db import Database
from citizen_api.venues.actions import refresh_scores

AFTER_S = 1.0
AT_ONCE = 500
LEFT = text("SELECT EXISTS (SELECT FROM score_changes)")
EXTENSION = "citizen-refresher"
WRITES = {"reviews.put_my_review", "reviews.delete_my_review"}

log = logging.getLogger(__name__)


class Refresher:
    """At most one refresh waits at a time in a process."""

    def __init__(self, database: Database, after_s: float = AFTER_S) -> None:
        self._database, self._after_s = database, after_s
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
            with self._database.sessions.begin() as session:
                refresh_scores(session, AT_ONCE)
            with self._database.sessions() as session:
                return bool(session.scalar(LEFT))
        except (DBAPIError, NoConnection) as error:
            cause = getattr(error, "orig", error)
            log.warning("scores not refreshed: %s", type(cause).__name__)
            return True


def register(app: Flask, refresher: Refresher) -> None:
    """Refresh after each rating that was taken."""

    def after(response: Response) -> Response:
        if request.endpoint in WRITES and response.status_code < 300:
            refresher.soon()
        return response

    app.extensions[EXTENSION] = refresher
    app.after_request(after)
