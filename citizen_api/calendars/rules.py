"""Which days a notice may be about. Pure."""

from datetime import date
from typing import Final, NamedTuple

from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.schedules.models import HolidayStatus, NoticeKind

FIRST_YEAR: Final = 2025
YEARS_AHEAD: Final = 10
SATURDAY: Final = 5
OUT_OF_REACH: Final = Said(
    "Lịch bắt đầu từ năm 2025 và không đi trước quá mười năm.",
    "The calendar begins with 2025 and goes ten years ahead.",
)
NOT_A_WEEKDAY: Final = Said(
    "Ngày nghỉ bù là ngày trong tuần.", "A day off in lieu is a weekday."
)
NOT_A_WEEKEND: Final = Said(
    "Ngày làm bù là thứ Bảy hoặc Chủ nhật.",
    "A day worked in lieu is a Saturday or a Sunday.",
)


class Notice(NamedTuple):
    """What a day is, and which notice says so."""

    day: date
    kind: NoticeKind
    name_vi: str
    name_en: str
    status: HolidayStatus
    source: str


def ensure_plausible(notice: Notice, today: date) -> None:
    """Raise InvalidRequest for a day that no such notice can be about."""
    if not FIRST_YEAR <= notice.day.year <= today.year + YEARS_AHEAD:
        raise InvalidRequest(errors=[FieldError(OUT_OF_REACH, pointer="#/day")])
    weekend = notice.day.weekday() >= SATURDAY
    if notice.kind is NoticeKind.DAY_OFF_IN_LIEU and weekend:
        raise InvalidRequest(errors=[FieldError(NOT_A_WEEKDAY, pointer="#/kind")])
    if notice.kind is NoticeKind.WORKING_DAY_IN_LIEU and not weekend:
        raise InvalidRequest(errors=[FieldError(NOT_A_WEEKEND, pointer="#/kind")])
