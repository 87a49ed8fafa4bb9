"""A slip of the hand is told from another word."""

import pytest

from citizen_api.dishes.search_slips import Vocabulary, is_safe_slip, is_slip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bahn", "banh"),
        ("cau", "cua"),
        ("bah", "banh"),
        ("banhh", "banh"),
        ("cuaa", "cua"),
        ("banj", "banh"),
        ("xui", "sui"),
        ("my", "mi"),
        ("wanton", "wonton"),
        ("chrisantemum", "chrysanthemum"),
    ],
)
def test_slips_are_known(typed: str, meant: str) -> None:
    assert is_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("banh", "banh"),
        ("xeo", "beo"),
        ("ngan", "ngao"),
        ("bo", "bao"),
        ("cuan", "cua"),
        ("tam", "tho"),
        ("pizza", "pate"),
        ("hnab", "banh"),
    ],
)
def test_other_words_are_no_slips(typed: str, meant: str) -> None:
    assert not is_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "safe"),
    [("bahn", True), ("bank", False), ("banj", False), ("banh", False)],
)
def test_a_wrong_key_is_not_safe(typed: str, safe: bool) -> None:
    assert is_safe_slip(typed, "banh") is safe


def test_a_vocabulary_knows_beginnings_and_slips() -> None:
    words = Vocabulary(["banh", "bao", "bun", "banh", "pate"])

    assert words.beginning_with("ba") == ["banh", "bao"]
    assert words.beginning_with("x") == []
    assert words.slips_for("bnah") == ["banh"]
