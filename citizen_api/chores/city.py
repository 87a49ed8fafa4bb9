"""Chores of the food city: scores, surges, listings, the map, photos, what is told."""

import logging
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Final
from uuid import UUID

from flask import current_app

from citizen_api.http import session as sessions
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring, transaction
from citizen_api.jobs.actions import Held
from citizen_api.listings import merging, nudging
from citizen_api.maps import actions as maps
from citizen_api.media import shelves, sweeping
from citizen_api.partners import delivering, feeding
from citizen_api.reviews import claiming
from citizen_api.reviews.settling import settle
from citizen_api.reviews.surges import watch
from citizen_api.reviews.weighing import move_city, spread_city, weigh
from citizen_api.schedules.actions import AT_ONCE, recompile_due
from citizen_api.sync.watching import Watch
from citizen_api.venues.actions import refresh_scores

SYNC_WATCH: Final = "citizen-sync-watch"
WATCH_EVERY: Final = timedelta(minutes=5)
SURGES_EVERY: Final = timedelta(minutes=1)
QUIET_HOUR: Final = time_of_day(3)
FEED_EVERY: Final = timedelta(seconds=10)
FOLLOW_EVERY: Final = timedelta(seconds=10)
FOLLOWED_AT_ONCE: Final = 500
COMPILE_EVERY: Final = timedelta(minutes=1)
log = logging.getLogger(__name__)


def sweep_media(job: Held) -> datetime:
    """Delete the files of photos that are gone; make a few strange ones known."""
    city, places, at = sessions.database(), shelves.shelves(), now()
    for database, place in ((city, places.city), (city.sandbox, places.sandbox)):
        with database.sessions.begin() as changing:
            sweeping.sweep(changing, place.store)
            sweeping.adopt(changing, place.store, sweeping.shard_at(at))
    return at + sweeping.EVERY


def keep_sync(job: Held) -> datetime:
    """Bring the offline pack up to the city when that is due."""
    watch: Watch = current_app.extensions.setdefault(SYNC_WATCH, Watch())
    return watch.look(sessions.database(), now())


def compile_schedules(job: Held) -> datetime:
    """Compile the opening hours whose calendar changed, or whose years run out."""
    with transaction() as changing:
        done = recompile_due(changing, now().date(), AT_ONCE)
    return now() + (COMPILE_EVERY if done < AT_ONCE else timedelta())


def feed_webhooks(job: Held) -> datetime:
    """Tell partners of what changed since the last look."""
    base: str = current_app.config["PUBLIC_URL"]
    with transaction() as changing:
        more = feeding.feed(changing, base, now())
    return now() if more else now() + FEED_EVERY


def send_webhook(job: Held) -> datetime | None:
    """Send one event to one partner; again later, when it was not taken."""
    local: bool = current_app.config["LOOPBACK_WEBHOOKS"]
    return delivering.deliver(
        sessions.database(), key_ring(), UUID(job.key), now(), local=local
    )


def bring_scores_to_the_day(job: Held) -> datetime:
    """Weigh some of the reviews whose day has come; the rest at once.

    When all are done, the city's level follows; until tomorrow night.
    """
    at = now()
    with transaction() as changing:
        more = weigh(changing, at.date())
    if more:
        return now()
    with transaction() as changing:
        move_city(changing)
        if spread_city(changing):
            return now()
    return datetime.combine(at.date() + timedelta(days=1), QUIET_HOUR, at.tzinfo)


def follow_scores(job: Held) -> datetime:
    """Bring the order by score up to what the process that took it did not come to."""
    with transaction() as changing:
        done = refresh_scores(changing, FOLLOWED_AT_ONCE)
    return now() + (FOLLOW_EVERY if done < FOLLOWED_AT_ONCE else timedelta())


def watch_for_surges(job: Held) -> datetime:
    """Open and hold what the process that took a rating did not come to."""
    for surge in watch(sessions.database(), now()):
        log.warning("surge %s waits for a moderator", surge)
    with transaction() as changing:
        more = settle(changing)
    return now() if more else now() + SURGES_EVERY


def put_reviews_right(job: Held) -> datetime:
    """Hold what owners wrote, give citizens what is theirs, mark what was visited."""
    with transaction() as changing:
        claiming.sweep(changing, now())
    return now() + WATCH_EVERY


def look_after_listings(job: Held) -> datetime:
    """Nudge owners whose prices are old, and forget special days that are over."""
    with transaction() as changing:
        nudging.nudge(changing, now())
    with transaction() as changing:
        nudging.tidy(changing, now())
    return now() + nudging.EVERY


def sweep_merge(job: Held) -> None:
    """Let what was written of a venue while it was merged go over too."""
    with transaction() as changing:
        merging.sweep(changing, UUID(job.key), now())


def draw_map(job: Held) -> None:
    """Draw the venues that stand."""
    with transaction() as changing:
        maps.rebuild(changing)
