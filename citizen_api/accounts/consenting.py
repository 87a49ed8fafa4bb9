"""What people allow apps: the words they read, and what is kept of their answer."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.accounts.models import Consent
from citizen_api.problems import Said

VERSION: Final = "2026-11-22"


class ClaimText(NamedTuple):
    """What an app may know or do, and what for."""

    what: Said
    why: Said

    def shown(self, language: str) -> str:
        """The words as they stand on the page."""
        return f"{self.what.to(language)}: {self.why.to(language)}"


TEXTS: Final = {
    "profile": ClaimText(
        Said(
            "Họ tên và hai chữ số cuối của số định danh",
            "Your name and the last two digits of your citizen number",
        ),
        Said("để gọi đúng tên bạn", "to call you by your name"),
    ),
    "account": ClaimText(
        Said(
            "Các phiên đăng nhập, sự đồng ý và ai đã tra cứu bạn",
            "Your sign-ins, your consents, and who looked you up",
        ),
        Said(
            "để bạn xem và thu hồi chúng ngay trong ứng dụng",
            "so that you see and take them back in the app",
        ),
    ),
    "insurance": ClaimText(
        Said("Thẻ bảo hiểm y tế của bạn", "Your health insurance card"),
        Said(
            "để bạn xem mức hưởng, thời hạn và nơi khám ban đầu",
            "so that you see its benefits, its dates and your first clinic",
        ),
    ),
    "rentals": ClaimText(
        Said(
            "Thuê, trả xe đạp và trả tiền thay bạn",
            "Rent and return bikes, and pay, in your name",
        ),
        Said("để bạn đi xe bằng ứng dụng", "so that you ride with the app"),
    ),
    "reviews": ClaimText(
        Said(
            "Chấm điểm và nhận xét quán thay bạn",
            "Rate and review places in your name",
        ),
        Said(
            "để mỗi người chỉ có một nhận xét cho mỗi quán; không ai thấy tên bạn",
            "so that each person has one review of a place; nobody sees your name",
        ),
    ),
    "staff": ClaimText(
        Said(
            "Làm việc theo vai trò mà thành phố đã giao cho bạn",
            "Act in the roles that the city gave you",
        ),
        Said("để bạn làm việc bằng ứng dụng", "so that you work with the app"),
    ),
}


def text_hash(claim: str, language: str) -> bytes:
    """What proves which words were shown: the SHA-256 of version, language, words."""
    words = "\n".join((VERSION, language, claim, TEXTS[claim].shown(language)))
    return hashlib.sha256(words.encode()).digest()


def allowed(session: Session, person_id: UUID, client: str) -> frozenset[str]:
    """What a person allows an app now; it stays so until the transaction ends."""
    live = (
        select(Consent.claims)
        .where(
            Consent.person_id == person_id,
            Consent.client == client,
            Consent.withdrawn_at.is_(None),
        )
        .with_for_update(read=True)
    )
    return frozenset(claim for claims in session.scalars(live) for claim in claims)


def keep_consents(
    session: Session,
    person_id: UUID,
    client: str,
    claims: Iterable[str],
    *,
    language: str,
    session_id: UUID,
    now: datetime,
) -> None:
    """Write down what a person allowed just now, each claim by itself."""
    shown_in = "vi" if language == "vi" else "en"
    for claim in claims:
        session.add(
            Consent(
                id=uuid4(),
                person_id=person_id,
                client=client,
                claims=[claim],
                purpose=str(TEXTS[claim].why.to(shown_in)),
                text_version=VERSION,
                text_hash=text_hash(claim, shown_in),
                given_at=now,
                evidence={"session": str(session_id), "language": shown_in},
            )
        )
    session.flush()
