"""A PostgreSQL that can be switched off and on again, its data kept."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from citizen_api.local_postgres.cluster import SHORT_PATHS, Cluster
from citizen_api.local_postgres.owner import Owner
from citizen_api.local_postgres.server import Server
from citizen_api.local_postgres.throwaway import PREFIX
from citizen_api.migrating import migrate
from seeds.load import load

OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = 'citizen' AND pid <> pg_backend_pid()
"""


class Power:
    """The switch of one cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._running = cluster, ExitStack()
        self._server: Server | None = None
        self.url = cluster.url

    def on(self) -> None:
        """Start it; nothing happens when it runs."""
        if self._server is None:
            self._server = self._running.enter_context(self._cluster.running())

    def off(self) -> None:
        """Stop it as an operator would; connections are cut."""
        self._server = None
        self._running.close()

    def cut(self) -> int:
        """End every connection of others to the city; how many there were."""
        with self.connect() as connection:
            return connection.execute(OTHERS).rowcount

    def connect(self) -> psycopg.Connection:
        """A connection beside the service, in autocommit."""
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)


@contextmanager
def powered() -> Iterator[Power]:
    """A cluster with the real city, switched on."""
    owner = Owner.current()
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=SHORT_PATHS) as folder:
        home = Path(folder)
        owner.take(home)
        power = Power(
            Cluster(home, home / "sockets", home / "postgres.log", owner, durable=False)
        )
        power.on()
        try:
            fill(power.url)
            yield power
        finally:
            power.off()


def fill(url: str) -> None:
    """Bring the real city in."""
    engine = make_engine(url, pool_size=1)
    migrate(engine)
    with Session(engine) as session, session.begin():
        load(session, lambda line: None)
    engine.dispose()
