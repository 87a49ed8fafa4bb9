"""What a bank writes, read: the free text of a transfer."""

from typing import Final

from citizen_api.fields import LONGEST, TEXT, BadText

LONGEST_CONTENT: Final = 1000


def read_content(text: object) -> str:
    """The text of a transfer as it is: only a code is looked for, nothing is kept.

    Raises BadText for what is no text or very long; money is not turned away because
    of a strange letter.
    """
    if not isinstance(text, str):
        raise BadText(TEXT)
    if len(text) > LONGEST_CONTENT:
        raise BadText(LONGEST.format(max=LONGEST_CONTENT))
    return text
