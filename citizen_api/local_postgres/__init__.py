"""The embedded default: a private PostgreSQL + PostGIS for a checkout or a test run.

A *cluster* is one PostgreSQL data directory; its *home* holds it and the lock; its
*owner* is the user the server runs as. It answers on a Unix socket only, in a folder
that nobody but the owner (and root) may enter.

    with Cluster.of(checkout).running() as server:
        serve(server.url)
"""

from citizen_api.local_postgres.binaries import (
    PostgresError,
    PostgresMissingError,
    find_binaries,
)
from citizen_api.local_postgres.cluster import Cluster
from citizen_api.local_postgres.server import Server
from citizen_api.local_postgres.throwaway import throw_away

__all__ = [
    "Cluster",
    "PostgresError",
    "PostgresMissingError",
    "Server",
    "find_binaries",
    "throw_away",
]
