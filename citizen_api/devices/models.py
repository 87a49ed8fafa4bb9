"""The table of devices."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity


class Device(Base):
    """A phone that may rate. Only the hash of its token is kept."""

    __tablename__ = "devices"

    id: Mapped[identity]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[created]
