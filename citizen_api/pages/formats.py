"""Money, times, dates and distances as the language of the page writes them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from markupsafe import Markup

from citizen_api.http.clock import HO_CHI_MINH, now, today
from citizen_api.pages.languages import _, marked, spoken

__all__ = [
    "age",
    "ago",
    "amount",
    "away",
    "clock",
    "day",
    "distance",
    "dong",
    "due",
    "english",
    "moment",
    "month_name",
    "number",
    "percent",
    "portion",
    "said",
    "score",
    "told_day",
    "until",
    "whole_day",
]

PORTIONS = {
    "bát": marked("bowl"),
    "chiếc": marked("piece"),
    "cốc": marked("cup"),
    "ly": marked("cup"),
    "món": marked("dish"),
    "người": marked("person"),
    "nồi": marked("pot"),
    "suất": marked("portion"),
    "tô": marked("bowl"),
}
RECENT_DAYS = 300
NIGHT = timedelta(hours=5)  # belongs to the evening before
JUST_NOW_S = 45
FAR_M = 950
EXACT_M = 50  # a place known so well is seen from where one stands


def locale() -> Locale:
    """The locale of the page."""
    return Locale.parse(spoken())


def amount(price: Mapping[str, Any]) -> str:
    """An amount of VND, or from … to …: `40.000–80.000 ₫`, `from ₫40,000`."""
    least, most = price["min"], price["max"]
    if most is None:
        return _("from %(price)s", price=dong(least))
    if most == least:
        return dong(least)
    if locale().language == "vi":
        return f"{number(least)}–{dong(most)}"
    return f"{dong(least)}–{number(most)}"


def dong(count: int) -> str:
    """Whole VND with its sign."""
    written: str = format_currency(count, "VND", locale=locale())
    return written


def portion(unit: str) -> str:
    """What a price is for: `bát`, or the same in the language of the page."""
    if spoken() == "vi" or unit not in PORTIONS:
        return unit
    return _(PORTIONS[unit])


def number(count: int) -> str:
    """A whole number."""
    written: str = format_decimal(count, locale=locale())
    return written


def said(name: Mapping[str, str]) -> str:
    """A name that is there in Vietnamese and in English."""
    return name["vi"] if spoken() == "vi" else english(name["en"])


def english(words: str) -> str:
    """English words for which the page has none of its own: marked as what they are."""
    if spoken() == "en":
        return words
    return Markup('<span lang="en">{}</span>').format(words)


def score(stars: float) -> str:
    """A score of 1 to 5 with one decimal."""
    written: str = format_decimal(stars, "0.0", locale=locale())
    return written


def percent(share: float) -> str:
    """A share of 0 to 1 in hundredths."""
    written: str = format_percent(share, locale=locale())
    return written


def clock(moment: datetime) -> str:
    """The hour and minute of a moment, as readers of the language write them."""
    pattern = "short" if locale().language == "en" else "HH:mm"
    written: str = format_time(moment, pattern, locale=locale())
    return written.replace("\u202f", "\u00a0")


def until(moment: datetime) -> str:
    """The hour and minute, with the weekday when that is not plain."""
    tonight = (moment - NIGHT).date() == (now() - NIGHT).date()
    if tonight or moment.date() == now().date():
        return clock(moment)
    return f"{format_date(moment, 'EEE', locale=locale())} {clock(moment)}"


def day(moment: date) -> str:
    """A date with its weekday, without the year."""
    written: str = format_skeleton("EEEMMMd", moment, locale=locale())
    return written


def told_day(when: str) -> str:
    """A day of an answer, such as 2026-11-21, with its year."""
    return whole_day(date.fromisoformat(when))


def whole_day(when: date) -> str:
    """A date with its year: `21/11/2026`, `21 Nov 2026`."""
    pattern = "dd/MM/yyyy" if locale().language == "vi" else "d MMM yyyy"
    written: str = format_date(when, pattern, locale=locale())
    return written


def month_name(first: date) -> str:
    """A month with its year: `tháng 11 năm 2026`, `November 2026`."""
    written: str = format_skeleton("yMMMM", first, locale=locale())
    return written


def moment(when: datetime) -> str:
    """A moment in the city's time: `08:02 21/11/2026`, `08:02 21 Nov 2026`."""
    local = when.astimezone(HO_CHI_MINH)
    return f"{local:%H:%M} {whole_day(local.date())}"


def due(when: datetime) -> str:
    """A moment near now: the hour alone when it is today."""
    local = when.astimezone(HO_CHI_MINH)
    return f"{local:%H:%M}" if local.date() == today() else moment(local)


def age(checked_at: str) -> str:
    """How long ago a fact was checked, as precisely as its date: 2023, 2023-07, …"""
    checked = date.fromisoformat(f"{checked_at}-01-01"[: len("2023-07-01")])
    since = checked - today()
    if len(checked_at) == len("2023-07-01") and -since.days <= RECENT_DAYS:
        if not since:
            return _("today")
        ago: str = format_timedelta(since, add_direction=True, locale=locale())
        return ago
    month = "yM" if locale().language == "vi" else "yMMM"
    skeleton = month if len(checked_at) > len("2023") else "y"
    written: str = format_skeleton(skeleton, checked, locale=locale())
    return written


def ago(seconds: int | None) -> str:
    """How long ago something live was counted; None: nobody knows."""
    if seconds is None:
        return _("at an unknown time")
    if seconds < JUST_NOW_S:
        return _("just now")
    since = timedelta(seconds=-seconds)
    written: str = format_timedelta(since, add_direction=True, locale=locale())
    return written


def distance(metres: int) -> str:
    """A distance on foot: in tens of metres, from 950 m on in kilometres."""
    if metres < FAR_M:
        return f"{max(10, round(metres, -1))}\u00a0m"
    kilometres = metres / 1000
    pattern = "0.0" if kilometres < 10 else "#,##0"
    return f"{format_decimal(kilometres, pattern, locale=locale())}\u00a0km"


def away(metres: int, accuracy_m: int | None) -> str:
    """How far a place is, as precisely as the place itself is known."""
    if accuracy_m is not None and accuracy_m <= EXACT_M:
        return distance(metres)
    if accuracy_m is not None and metres <= accuracy_m:
        most = 100 * ceil((metres + accuracy_m) / 100)
        return _("within %(distance)s", distance=distance(most))
    return _("about %(distance)s", distance=distance(max(100, round(metres, -2))))
