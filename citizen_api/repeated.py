"""What tells a request that comes again from another one. No Flask."""

from typing import NamedTuple

from citizen_api.problems import KeyReused


class Once(NamedTuple):
    """An Idempotency-Key and what came with it, as hashes that need the key."""

    key: bytes
    said: bytes

    def ensure_same(self, said: bytes | None) -> None:
        """Raise KeyReused unless the same was said with this key before."""
        if said != self.said:
            raise KeyReused
