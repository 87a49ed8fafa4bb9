"""Synthetic cities in a PostgreSQL of our own, and the same data for the peers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from citizen_api.local_postgres.cluster import Cluster
from citizen_api.local_postgres.owner import Owner
from citizen_api.migrating import migrate
from seeds.load import load
from seeds.sample import sample, settle

Report = Callable[[str], None]

# What an ordinary table for such a server looks like: one geometry in WGS 84, an
# index on it, a primary key; and offers joined flat, so that the peers need no join.
PEER_TABLES = """
CREATE SCHEMA IF NOT EXISTS peers;
CREATE TABLE peers.venues AS
SELECT v.id, slug, name, kind, address, accuracy_m, coalesce(s.score, 0) AS score,
       coalesce(ratings_count, 0) AS ratings_count,
       ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326)::geometry(Point, 4326) AS geom
FROM venues v LEFT JOIN venue_scores s ON s.venue_id = v.id
WHERE lon_e6 IS NOT NULL;
ALTER TABLE peers.venues ADD PRIMARY KEY (id);
CREATE INDEX ON peers.venues USING gist (geom);
CREATE TABLE peers.offers AS
SELECT row_number() OVER ()::int AS id, v.id AS venue_id, v.slug, v.name,
       d.name_vi AS dish, m.price_min, v.score, v.geom
FROM menu_items m JOIN peers.venues v ON v.id = m.venue_id
JOIN dishes d ON d.id = m.dish_id;
ALTER TABLE peers.offers ADD PRIMARY KEY (id);
CREATE INDEX ON peers.offers USING gist (geom);
ANALYZE peers.venues, peers.offers
"""
FILLED = text("SELECT to_regclass('peers.offers') IS NOT NULL")
KNOWN = text("SELECT count(*) FROM pg_database WHERE datname = :name")


@contextmanager
def postgres(given: str | None) -> Iterator[str]:
    """The address of a server: the one given, else a throw-away one that syncs."""
    if given:
        yield given
        return
    owner = Owner.current()
    home = Path(tempfile.mkdtemp(prefix="citizen-throw-away-", dir="/tmp"))
    owner.take(home)
    try:
        cluster = Cluster(home, home / "sockets", home / "postgres.log", owner)
        with cluster.running() as server:
            yield server.url
    finally:
        shutil.rmtree(home, ignore_errors=True)


def city(server: str, venues: int, report: Report) -> str:
    """The address of a database with so many synthetic venues; made when missing."""
    url = make_url(server).set(database=f"bench_{venues}").render_as_string(False)
    _ensure_database(server, f"bench_{venues}")
    engine = make_engine(url, pool_size=1)
    migrate(engine)
    with Session(engine) as session, session.begin():
        load(session, lambda _: None)
    with Session(engine) as session, session.begin():
        sample(session, venues, report)
    settle(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(FILLED):
            for statement in PEER_TABLES.split(";\n"):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CHECKPOINT")
    engine.dispose()
    return url


def real_city(server: str) -> str:
    """The address of a database with the city of the seeds; made when missing."""
    url = make_url(server).set(database="bench_real").render_as_string(False)
    _ensure_database(server, "bench_real")
    engine = make_engine(url, pool_size=1)
    migrate(engine)
    with Session(engine) as session, session.begin():
        load(session, lambda _: None)
    settle(engine)
    engine.dispose()
    return url


def _ensure_database(server: str, name: str) -> None:
    engine = make_engine(server, pool_size=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(KNOWN, {"name": name}):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
