"""Whoever writes: a phone that is nobody's, or a citizen. No Flask."""

from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

PERSON: Final = text("SELECT person_id FROM device_people WHERE device_id = :device")


class Writer(NamedTuple):
    """The id of a device or of a person; one of them is None."""

    device: int | None
    person: UUID | None

    @property
    def actor(self) -> str:
        """What logs and limits call whoever it is."""
        return f"person:{self.person}" if self.person else f"device:{self.device}"

    @property
    def ids(self) -> dict[str, Any]:
        """As columns hold them."""
        return {"device_id": self.device, "person_id": self.person}


def who(session: Session, writer: Writer) -> Writer:
    """Whoever a caller is: the citizen, when the phone is one's."""
    if writer.person is not None:
        return writer
    person: UUID | None = session.scalar(PERSON, {"device": writer.device})
    return writer if person is None else Writer(None, person)
