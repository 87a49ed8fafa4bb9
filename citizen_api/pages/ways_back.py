"""Where a page may send a reader on: to another page of ours, and nowhere else."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

HOME = "/me"
LONGEST = 1000
# No second slash or backslash at the beginning: browsers take it for a host.
OURS = re.compile(r"/(?:[!-.0-\[\]-~][!-\[\]-~]*)?")


# What our own links say of a page; never what somebody typed.
TOLD = frozenset(
    {
        *("after", "all", "back", "cursor", "day", "facility", "kind", "presented"),
        *("purpose", "show", "state"),
    }
)


def way_to(path: str, asked: Mapping[str, str]) -> str:
    """The way back to a page, without what was typed or was said of one moment."""
    told = {name: value for name, value in asked.items() if name in TOLD}
    return f"{path}?{urlencode(told)}" if told else path


def safe_way(address: str) -> str:
    """A path of ours as it was given; the first page for what could lead elsewhere."""
    safe = len(address) <= LONGEST and OURS.fullmatch(address)
    return address if safe else HOME
