"""The tables of look-ups, of citizens' own cover, and of challenges for chips."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Blind, Sealed, one_of


class Purpose(StrEnum):
    """What a look-up is for; the list is closed."""

    RECEPTION = "reception"
    TREATMENT = "treatment"
    DISCHARGE = "discharge"
    PAYMENT = "payment"
    EMERGENCY = "emergency"


class Presented(StrEnum):
    """What the patient showed (Decree 188/2025 art. 37)."""

    CITIZEN_CARD = "citizen_card"
    CHIP_CARD = "chip_card"
    VNEID = "vneid"
    INSURANCE_CARD = "insurance_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    NOTHING = "nothing"


class Channel(StrEnum):
    """How the number came in."""

    NUMBER = "number"
    SCAN = "scan"


class State(StrEnum):
    """How far a look-up has come; only `asked` and `not_verified_yet` move on."""

    ASKED = "asked"
    ANSWERED = "answered"
    NOT_VERIFIED_YET = "not_verified_yet"
    NOT_VERIFIED = "not_verified"


class Lookup(Base):
    """A question of a facility about a patient, and what the gateway answered.

    `number_index`, `name_birth_index`, `social_index`: by what the patient is found
    again, the first of the citizen number or, where an insurance number was asked
    for, of its social number; the last is told by the answer. `question`, `answer`:
    JSON, sealed; ninety days after it was asked only the result code is left, after
    five years nothing. `key`,
    `sent`: hashes of the Idempotency-Key and of what came with it.
    """

    __tablename__ = "lookups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    facility: Mapped[str] = mapped_column(ForeignKey("facilities.code"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str] = mapped_column(one_of("purpose", Purpose))
    presented: Mapped[str] = mapped_column(one_of("presented", Presented))
    channel: Mapped[str] = mapped_column(one_of("channel", Channel))
    number_index: Mapped[bytes] = mapped_column(Blind("citizen_number"), index=True)
    name_birth_index: Mapped[bytes] = mapped_column(Blind("name_birth"), index=True)
    social_index: Mapped[bytes | None] = mapped_column(
        Blind("social_number"), index=True
    )
    question: Mapped[bytes | None] = mapped_column(Sealed)
    state: Mapped[str] = mapped_column(one_of("state", State))
    result_code: Mapped[str | None]
    answer: Mapped[bytes | None] = mapped_column(Sealed)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    next_try_at: Mapped[datetime | None]
    break_glass_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("break_glasses.id"), index=True
    )
    key: Mapped[bytes] = mapped_column(LargeBinary)
    sent: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (result_code IS NULL)", name="answer_is_dated"
        ),
        Index("uq_lookups_person_id_key", "person_id", "key", unique=True),
        Index("ix_lookups_facility_asked_at_id", "facility", "asked_at", "id"),
        Index("ix_lookups_asked_at", "asked_at", postgresql_using="brin"),
        Index(
            "ix_lookups_kept",
            "asked_at",
            postgresql_where=text("question IS NOT NULL OR answer IS NOT NULL"),
        ),
    )


class Cover(Base):
    """What the gateway last told of a citizen's own insurance.

    `answer`: what their card shows, as JSON, sealed; None after ninety days.
    """

    __tablename__ = "covers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    answer: Mapped[bytes | None] = mapped_column(Sealed)
    result_code: Mapped[str]
    social_index: Mapped[bytes | None] = mapped_column(
        Blind("social_number"), index=True
    )
    checked_at: Mapped[datetime]


class ChipChallenge(Base):
    """What a phone must send back with what it read from a chip, once, within 2 min."""

    __tablename__ = "chip_challenges"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
