"""The citizen card and its checks: what it says, and how far that may be believed.

Words: a *citizen number* is the 12 digits that a person keeps for life; a *card* is
the CCCD of 2021 or the căn cước of 2024, with a *QR* and an *MRZ* that anyone can
print, and a *chip* that the state has signed; an *insurance card* is that of BHYT.
A QR or an MRZ identifies, only a verified chip or VNeID level 2 authenticates.

Pure: no framework, no clock, no settings; only `providers` talk to a network, and
`simulators` are programs of their own. No error text repeats what was read.
"""

__all__ = ["IdentityError"]


class IdentityError(Exception):
    """What every named error of this library is."""
