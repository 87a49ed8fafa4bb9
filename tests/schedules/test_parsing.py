"""Which texts are taken, how they are written, and why others are refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.schedules.parsing import (
    BadOpeningHours,
    Reason,
    normalised,
    rules_of,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  7:00-21:00 ;", "07:00-21:00"),
        ("mo-fr 08:00-17:00 ; PH off", "Mo-Fr 08:00-17:00; PH closed"),
        ("00:00-24:00", "24/7"),
        ("Mo-Sa 08:00-11:00, 14:00-17:00", "Mo-Sa 08:00-11:00,14:00-17:00"),
        ("Mo, Tu,  PH 10:00-12:00", "Mo,Tu,PH 10:00-12:00"),
        ("Mo 10:00-12:00, Tu 11:00-13:00", "Mo 10:00-12:00, Tu 11:00-13:00"),
        ("06:00-11:00 ,  16:00-21:00", "06:00-11:00,16:00-21:00"),
        ('06:00-11:00 "Until sold-out" ;', '06:00-11:00 "until sold out"'),
        (
            '06:00-09:00, 15:00-18:00 "until  sold out"; PH off',
            '06:00-09:00,15:00-18:00 "until sold out"; PH closed',
        ),
        ("06:00-11:00\n16:00-21:00".replace("\n", ", "), "06:00-11:00,16:00-21:00"),
    ],
)
def test_a_text_has_one_normal_form(text: str, normal: str) -> None:
    assert normalised(text) == normal
    assert normalised(normal) == normal


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" ; ", Reason.EMPTY),
        ("07:00-21:00; " * 30, Reason.TOO_LONG),
        ("sáng đến chiều", Reason.NOT_OPENING_HOURS),
        ("25:00-26:00", Reason.NOT_OPENING_HOURS),
        ("07:00", Reason.NOT_OPENING_HOURS),
        ("\udcff07:00-21:00", Reason.NOT_OPENING_HOURS),
        ("0７:00-21:00", Reason.NOT_OPENING_HOURS),
        ("07:00-21:00\x00", Reason.NOT_OPENING_HOURS),
        ("07:00-21:00\u202e", Reason.NOT_OPENING_HOURS),
        ('Mo-Fr 10:00-12:00 "by appointment"', Reason.COMMENT),
        ('06:00-11:00 "until sold out" "ask"', Reason.COMMENT),
        ('06:00-11:00 "until sold out', Reason.COMMENT),
        ('"until sold out"', Reason.EMPTY),
        ("Mo-Fr 10:00-12:00 || unknown", Reason.FALLBACK),
        ("SH off", Reason.SCHOOL_HOLIDAYS),
        ("sunrise-sunset", Reason.SUN_TIMES),
        ("(Sunset-01:00)-24:00", Reason.SUN_TIMES),
        ("10:00-16:00/02:00", Reason.REPETITION),
        ("PH +1 day off", Reason.HOLIDAY_SELECTOR),
        ("PH Mo 10:00-12:00", Reason.HOLIDAY_SELECTOR),
        ("Mo PH 10:00-12:00", Reason.HOLIDAY_SELECTOR),
    ],
)
def test_a_bad_text_is_refused_by_name(text: str, reason: Reason) -> None:
    with pytest.raises(BadOpeningHours) as refused:
        normalised(text)

    assert refused.value.reason is reason


def test_a_text_of_too_many_rules_is_refused() -> None:
    with pytest.raises(BadOpeningHours) as refused:
        rules_of(normalised("; ".join(["Mo 8:00-9:00"] * 17)))

    assert refused.value.reason is Reason.TOO_MANY_RULES


@given(st.text(max_size=300))
def test_any_text_is_either_normalised_or_refused(text: str) -> None:
    with suppress(BadOpeningHours):
        normal = normalised(text)
        assert normalised(normal) == normal
