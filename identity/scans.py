"""Whatever a scanner typed: a citizen card's QR or an insurance card's."""

from identity.card_qr import CardQr, read_card_qr
from identity.citizen_number import BadCitizenNumber, CitizenNumber
from identity.insurance_qr import InsuranceQr, read_insurance_qr
from identity.text import readable

__all__ = ["read_qr"]


def read_qr(scanned: str | bytes) -> CardQr | InsuranceQr:
    """The card behind a scanned text, told apart by its first field.

    Raises `UnreadableText`, `BadCardQr` or `BadInsuranceQr`.
    """
    text = readable(scanned)
    return read_card_qr(text) if of_citizen_card(text) else read_insurance_qr(text)


def of_citizen_card(text: str) -> bool:
    """Whether a citizen number comes first."""
    try:
        CitizenNumber(text.partition("|")[0].strip())
    except BadCitizenNumber:
        return False
    return True
