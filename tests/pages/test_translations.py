"""Every sentence of the pages is there in every language."""

import re

import pytest
from babel.messages.pofile import read_po

from citizen_api.commands.translations import extracted, targets, troubles
from citizen_api.pages.languages import file_of

GAP = re.compile(r"%\((\w+)\)")


@pytest.mark.parametrize("language", targets())
def test_no_sentence_is_missing_unsure_or_stale(language: str) -> None:
    assert list(troubles(language)) == []


@pytest.mark.parametrize("language", targets())
def test_a_translation_has_the_gaps_of_its_sentence(language: str) -> None:
    with file_of(language).open("rb") as opened:
        for message in read_po(opened, locale=language):
            one = message.id if isinstance(message.id, str) else message.id[-1]
            said = message.string
            for each in [said] if isinstance(said, str) else said:
                if message.id and each:
                    assert set(GAP.findall(each)) == set(GAP.findall(one)), one


def test_sentences_are_whole() -> None:
    for message in extracted():
        for sentence in [message.id] if isinstance(message.id, str) else message.id:
            assert sentence == sentence.strip()
