"""What the twin remembers, in a schema of its own: digests, never numbers."""

import base64
import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.schema import CreateSchema

__all__ = ["checks", "create_tables", "digest", "scenarios", "tickets"]

SCHEMA: Final = "sim_gateway"
LOCK: Final = 2024_0620
metadata: Final = MetaData(schema=SCHEMA)
MOMENT: Final[DateTime] = DateTime(timezone=True)

tickets = Table(
    "tickets",
    metadata,
    Column[str]("token", Text, primary_key=True),
    Column[str]("id_token", Text, nullable=False),
    Column[str]("username", Text, nullable=False),
    Column[datetime]("expires_at", MOMENT, nullable=False),
)

# The person "" stands for everybody; `remaining` is empty for "until switched off".
scenarios = Table(
    "scenarios",
    metadata,
    Column[str]("person", Text, primary_key=True),
    Column[str]("name", Text, nullable=False),
    Column[str]("code", Text, nullable=False),
    Column[int]("milliseconds", Integer, nullable=False),
    Column[int | None]("remaining", Integer),
)

checks = Table(
    "checks",
    metadata,
    Column[int]("id", Integer, Identity(), primary_key=True),
    Column[str]("person", Text, nullable=False),
    Column[str]("username", Text, nullable=False),
    Column[datetime]("at", MOMENT, nullable=False),
    Column[str]("code", Text, nullable=False),
    Index("ix_checks_person_id", "person", "id"),
)


def digest(secret: str) -> str:
    """SHA-256 in base64: what is stored of tokens and numbers."""
    return base64.b64encode(hashlib.sha256(secret.encode()).digest()).decode()


def create_tables(engine: Engine) -> None:
    """Make the schema where it is missing; several workers may call it at once."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        metadata.create_all(connection)
