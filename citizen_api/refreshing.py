"""Bring the order by score up to the ratings, a moment after they came.

A rating moves the score of its venue at once; the rows that lists are ordered by
follow in batches, because moving them in every rating would cost more than the
rating. Whichever process took a rating does it, a second later.
"""

import logging
import threading

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError

from citizen_api.db import Database
from citizen_api.venues.actions import refresh_scores

AFTER_S = 1.0
AT_ONCE = 500
WRITES = {"reviews.put_my_review", "reviews.delete_my_review"}

log = logging.getLogger(__name__)


class Refresher:
    """At most one refresh waits at a time in a process."""

    def __init__(self, database: Database, after_s: float = AFTER_S) -> None:
        self._database, self._after_s = database, after_s
        self._waiting = threading.Lock()

    def soon(self) -> None:
        """Refresh a moment from now, unless that is planned already."""
        if self._waiting.acquire(blocking=False):
            timer = threading.Timer(self._after_s, self._refresh)
            timer.daemon = True
            timer.start()

    def _refresh(self) -> None:
        self._waiting.release()
        try:
            with self._database.sessions.begin() as session:
                refreshed = refresh_scores(session, AT_ONCE)
        except DBAPIError as error:
            log.warning("scores not refreshed: %s", type(error.orig).__name__)
            refreshed = 0
        if refreshed == AT_ONCE:
            self.soon()


def register(app: Flask, refresher: Refresher) -> None:
    """Refresh after each rating that was taken."""

    def after(response: Response) -> Response:
        if request.endpoint in WRITES and response.status_code < 300:
            refresher.soon()
        return response

    app.after_request(after)
