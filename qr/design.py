"""The looks that all codes and prints of one city share."""

from dataclasses import dataclass
from typing import Final

from qr.colours import Colours
from qr.logo import Logo

__all__ = ["PLAIN", "Design"]


BLACK_ON_WHITE: Final = Colours()


@dataclass(frozen=True, slots=True)
class Design:
    """Colours and a logo; without a logo any level of correction will do."""

    colours: Colours = BLACK_ON_WHITE
    logo: Logo | None = None


PLAIN: Final = Design()
