"""SQLAlchemy: base class, naming convention, column types, engines. No Flask."""

import select
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from psycopg import OperationalError
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Engine,
    Identity,
    LargeBinary,
    MetaData,
    SmallInteger,
    Text,
    TypeDecorator,
    create_engine,
    event,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, mapped_column, sessionmaker
from sqlalchemy.pool import QueuePool

from identity.vault import sealed_by

NEWER_THAN_ALL = 2**62
"""More than any id: where a list begins whose newest comes first."""
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

identity = Annotated[int, mapped_column(Identity(always=True), primary_key=True)]
small = Annotated[int, mapped_column(SmallInteger)]
moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
created = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=func.now())
]


class Sealed(TypeDecorator[bytes]):
    """A cell that `identity.vault` closed for (table, column, text of the row's id).

    The type tells which cells get the new key when keys rotate, and lets nothing in
    that nobody closed.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """The cell as it is; raises NotSealed."""
        if value is not None:
            sealed_by(value)
        return value


class Blind(TypeDecorator[bytes]):
    """The blind index of a value, of `field` in the sense of `identity.vault`.

    `source`: the sealed column of the same row that has the value: when index keys
    rotate, the index is made anew from it. Without one it stays as it was made, and
    is found as long as the ring has its key.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, field: str, source: str | None = None) -> None:
        super().__init__()
        self.field, self.source = field, source


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A column holds one of these words; the constraint is named after it."""
    named = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({named})", name=column)


class Base(DeclarativeBase):
    """Every table of the service."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own protocol
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


# Nobody waits longer for one statement; what takes longer is not asked through here.
WRITER_OPTIONS = "-c jit=off -c statement_timeout=5s"
READER_OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        # The planner must stay on the KNN scan whatever the values are: see
        # docs/decisions/0002-hot-reads.md and tests/venues/test_plans.py.
        "enable_bitmapscan=off",
        "enable_hashjoin=off",
        "enable_mergejoin=off",
        "enable_seqscan=off",
        "enable_sort=off",
        "jit=off",
        "max_parallel_workers_per_gather=0",
        "plan_cache_mode=force_generic_plan",
        "statement_timeout=5s",
    )
)


def make_engine(
    url: str, *, pool_size: int, options: str = "-c jit=off", autocommit: bool = False
) -> Engine:
    """An engine whose pool notices a database that went away while idle."""
    engine = create_engine(
        driver_url(url),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,  # they may be personal, and errors come into logs
        pool_reset_on_return=None if autocommit else "rollback",
        connect_args={
            "options": f"{options} -c timezone=Asia/Ho_Chi_Minh",
            "prepare_threshold": 0,
            "connect_timeout": 3,
            "autocommit": autocommit,
        },
    )
    event.listen(engine, "checkout", _refuse_dead_connection)
    return engine


def driver_url(url: str) -> str:
    """`postgres://…` as people write it, with the driver that we ship."""
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    return url


def _refuse_dead_connection(connection: Any, record: Any, proxy: Any) -> None:
    """An idle connection has nothing to read: if it has, the server hung up.

    One system call in place of the round trip of `pool_pre_ping`.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError


Rows = Sequence[tuple[Any, ...]]
SANDBOX_POOL = 2
SEARCH_PATH = "sandbox,public"
"""Where a connection of the sandbox looks for a table: see `sandboxing`."""


class Database:
    """The pools of a process: sessions that change things, and single statements.

    A single statement commits itself and is one round trip: `read` for hot reads,
    under the planner settings above; `find` where the planner may plan as it likes;
    `write` for one that changes things. Their texts have psycopg's placeholders and
    are prepared once a connection; nothing of SQLAlchemy but its pool is in between.

    `aside`: a block that waits for the disk to keep what was written.
    """

    def __init__(self, url: str, *, pool_size: int = 4, schemas: str = "") -> None:
        writer, reader = WRITER_OPTIONS, READER_OPTIONS
        if schemas:
            path = f" -c search_path={schemas}"
            writer, reader = writer + path, reader + path
        self._url, self._making = url, threading.Lock()
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext
        self._sandbox: Database | None = None
        self.engine = make_engine(url, pool_size=pool_size, options=writer)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._reader = make_engine(
            url, pool_size=pool_size, options=reader, autocommit=True
        )
        self._plain = make_engine(
            url, pool_size=pool_size, options=writer, autocommit=True
        )

    @property
    def sandbox(self) -> "Database":
        """The same city, in which what test keys write is elsewhere (`sandboxing`)."""
        with self._making:
            if self._sandbox is None:
                self._sandbox = Database(
                    self._url, pool_size=SANDBOX_POOL, schemas=SEARCH_PATH
                )
                self._sandbox.aside = self.aside
            return self._sandbox

    def read(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """The rows of a hot read."""
        return self._rows(self._reader, sql, values)

    def find(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """The rows of a read that the planner may plan as it likes."""
        return self._rows(self._plain, sql, values)

    def write(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """The rows of a statement that changes things."""
        with self.aside():
            return self._rows(self._plain, sql, values)

    def close(self) -> None:
        """Give back every connection."""
        for engine in (self.engine, self._reader, self._plain):
            engine.dispose()
        if self._sandbox is not None:
            self._sandbox.close()

    @staticmethod
    def _rows(engine: Engine, sql: str, values: Mapping[str, Any]) -> Rows:
        connection = engine.raw_connection()
        try:
            # Kept with its connection: it remembers how each column is read. Binary,
            # or a tile would travel as hexadecimal digits.
            cursor = connection.info.get("cursor")
            if cursor is None:
                cursor = connection.info["cursor"] = connection.cursor(binary=True)
            cursor.execute(sql, values)
            return cursor.fetchall()
        except OperationalError:
            connection.invalidate()
            raise
        finally:
            connection.close()
