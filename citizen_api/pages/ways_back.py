"""Where a page may send a reader on: to another page of ours, and nowhere else."""

import re

HOME = "/me"
LONGEST = 1000
# No second slash or backslash at the beginning: browsers take it for a host.
OURS = re.compile(r"/(?:[!-.0-\[\]-~][!-\[\]-~]*)?")


def safe_way(address: str) -> str:
    """A path of ours as it was given; the first page for what could lead elsewhere."""
    safe = len(address) <= LONGEST and OURS.fullmatch(address)
    return address if safe else HOME
