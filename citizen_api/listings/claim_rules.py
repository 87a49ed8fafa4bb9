"""Codes of letters, and when a claim may still be changed. Pure."""

import hmac
import secrets
import unicodedata
from datetime import timedelta
from typing import Final

from citizen_api.problems import Problem, Said
from qr.codes import ALPHABET

LENGTH: Final = 12
GROUP: Final = 4
TYPED_MAX: Final = 40
GOOD_FOR: Final = timedelta(days=30)
SEPARATORS: Final = str.maketrans("", "", " -\u2010\u2012\u2013\u2014\u2212")


class WrongClaimCode(Problem):
    """It is not the code of the last letter to this venue, or that is too old."""

    name = "wrong-claim-code"
    status = 422
    title = "This is not the code of the letter"
    said = Said(
        "Mã không đúng hoặc đã quá 30 ngày. Hãy xem lại thư gửi đến quán.",
        "The code is wrong, or older than 30 days. Look at the letter to the venue.",
    )


class AlreadyOwner(Problem):
    """The venue is the caller's already."""

    name = "already-owner"
    status = 409
    title = "You keep this venue already"
    said = Said("Bạn đã là chủ quán này.", "You keep this venue already.")


class ClaimEnded(Problem):
    """The claim waits for a moderator, or was decided or withdrawn."""

    name = "claim-ended"
    status = 409
    title = "Nothing can be proved any more"
    said = Said(
        "Yêu cầu này đang chờ kiểm duyệt, đã được quyết định hoặc đã rút.",
        "This claim waits for a moderator, or was decided or withdrawn.",
    )


def new_code() -> str:
    """Twelve letters that nobody guesses: about 51 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(code: str) -> str:
    """The code as it stands in the letter: XXXX-XXXX-XXXX."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def typed(text: str) -> str:
    """The code that somebody typed, without what does not matter."""
    return unicodedata.normalize("NFKC", text.upper()).translate(SEPARATORS)


def code_hash(secret: str, venue: str, code: str) -> bytes:
    """What is kept of the code of a letter to a venue."""
    said = f"claim code\0{venue}\0{code}".encode()
    return hmac.digest(secret.encode(), said, "sha256")
