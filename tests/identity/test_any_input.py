"""Whatever comes, a reader answers in its own words or refuses by its own error."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from identity.insurance_number import BadInsuranceNumber, insurance_number_from
from identity.key_ring import BadKeys, read_keys
from identity.oauth.parameters import LONGEST, MOST, BadParameters, single_values
from identity.providers.gateway_answers import BadAnswer, read_gateway_answer
from identity.providers.insurance import Question

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
ABOUT = Question("099126000018", "Nguyễn Văn A", "01/01/1990")
NAMES = ("maKetQua", "maThe", "gtTheTu", "gtTheDen", "ghiChu", "hoTen", "ngayDu5Nam")
VALUES = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=30),
    st.sampled_from(["000", "010", "HS4319912345678", "01/02/2026", "31/02/2026"]),
    st.lists(st.dictionaries(st.sampled_from(["maHoSo", "ngayVao"]), st.text())),
)
ROWS = st.dictionaries(st.sampled_from([*NAMES, "dsLichSuKCB2018"]), VALUES)


@given(st.one_of(st.text(), st.from_regex(r"[A-Z]{2}[0-9 KT]{8,16}")))
def test_s21_any_text_is_an_insurance_number_or_none(typed: str) -> None:
    try:
        read = insurance_number_from(typed)
    except BadInsuranceNumber:
        return
    assert insurance_number_from(read.text) == read


@given(ROWS)
def test_s25_any_answer_of_the_gateway_is_read_or_refused(row: dict[str, Any]) -> None:
    try:
        answer = read_gateway_answer(row, ABOUT, NOW)
    except BadAnswer:
        return
    assert answer.code == row["maKetQua"].strip()


@given(st.lists(st.tuples(st.text(max_size=8), st.text()), max_size=MOST + 2))
def test_any_parameters_are_single_and_plain_or_refused(
    pairs: list[tuple[str, str]],
) -> None:
    try:
        found = single_values(pairs)
    except BadParameters:
        return
    assert found.items() <= set(pairs)
    assert all(0 < len(value) <= LONGEST for value in found.values())


@given(st.one_of(st.text(), st.from_regex(r"(seal|index):[a-z]{1,3}:[A-Za-z0-9+/=]*")))
def test_any_text_that_is_no_ring_of_keys_is_refused(text: str) -> None:
    try:
        ring = read_keys(text)
    except BadKeys:
        return
    assert ring.seal_keys
    assert ring.index_keys
