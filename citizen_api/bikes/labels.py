"""The labels of bikes: sheets of stickers with the QR code and the digits to type."""

from collections.abc import Iterable
from typing import Final

from citizen_api.bikes.codes import bike_url
from citizen_api.bikes.models import Bike
from qr.design import Design
from qr.prints import Words
from qr.stickers import Sticker, stickers

HEADLINE: Final = Words("Quét để thuê xe này", "Scan to rent this bike")


def drawn(bikes: Iterable[Bike], public_url: str, design: Design) -> bytes:
    """The labels of these bikes as PDF, twelve on a page of A4.

    Each says the number that is painted on its bike. Raises WrongCount.
    """
    return stickers([label(bike, public_url) for bike in bikes], design)


def label(bike: Bike, public_url: str) -> Sticker:
    """What the label of a bike says."""
    return Sticker(
        url=bike_url(public_url, bike.token),
        name=bike.number,
        headline=HEADLINE,
        typed=f"{bike.code[:4]} {bike.code[4:]}",
    )
