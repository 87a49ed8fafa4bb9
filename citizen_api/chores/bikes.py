"""Chores of bikes: counts that are kept, feeds of others."""

import time
from datetime import datetime, timedelta
from typing import Final

from flask import current_app

from citizen_api.bikes import history as bike_history
from citizen_api.bikes.fetching import fetcher
from citizen_api.bikes.importing import Memory, poll
from citizen_api.http import session as sessions
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.jobs.actions import Held
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all

BIKE_MEMORY: Final = "citizen-bike-memory"
POLL_EVERY: Final = timedelta(seconds=5)


def sample_stations(job: Held) -> datetime:
    """Keep what every station counts now."""
    at = now()
    opened = open_bits(sessions.kept(load_all), at)
    with transaction() as changing:
        bike_history.sample(changing.connection(), opened, at)
    return bike_history.slot(at) + bike_history.EVERY


def read_bike_feeds(job: Held) -> datetime:
    """Read the feed of another operator that is due longest."""
    memories: dict[str, Memory] = current_app.extensions.setdefault(BIKE_MEMORY, {})

    def memory_for(url: str, local: bool) -> Memory:
        return memories.setdefault(url, Memory(fetcher(local=local), time.monotonic))

    done = poll(sessions.database().sessions, memory_for, now())
    return now() + POLL_EVERY if done is None else now()
