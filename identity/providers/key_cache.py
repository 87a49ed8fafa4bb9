"""The provider's public keys, fetched again when they are old or one is unknown."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from identity.providers.id_tokens import PublicKey
from identity.providers.sign_in import ProviderDown

__all__ = ["KeyCache"]

LIFE: Final = timedelta(minutes=10)
# A flood of tokens with invented key ids may not become a flood of fetches.
PAUSE: Final = timedelta(seconds=30)
KINDS: Final[dict[str, type[RSAKey] | type[ECKey]]] = {"RSA": RSAKey, "EC": ECKey}


class KeyCache:
    """Keys by id; `fetch` gives the key set (RFC 7517) or raises `ProviderDown`."""

    def __init__(
        self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], datetime]
    ) -> None:
        self.fetch = fetch
        self.clock = clock
        self.keys: dict[str, PublicKey] = {}
        self.fetched_at: datetime | None = None
        self.lock = threading.Lock()

    def key_of(self, key_id: str) -> PublicKey | None:
        """The key of this id; raises `ProviderDown` when none could ever be fetched.

        A key that is known serves on while the provider is down.
        """
        with self.lock:
            now = self.clock()
            age = None if self.fetched_at is None else now - self.fetched_at
            unknown = key_id not in self.keys
            if age is None or age >= LIFE or (unknown and age >= PAUSE):
                self.renew(now, keep=not unknown)
            return self.keys.get(key_id)

    def renew(self, now: datetime, *, keep: bool) -> None:
        """Fetch the keys; `keep` the old ones where that fails."""
        try:
            self.keys = read_key_set(self.fetch())
            self.fetched_at = now
        except ProviderDown:
            if not keep:
                raise


def read_key_set(told: Mapping[str, Any]) -> dict[str, PublicKey]:
    """The public signing keys with an id; other kinds are passed over."""
    rows = told.get("keys")
    found: dict[str, PublicKey] = {}
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("use", "sig") != "sig":
            continue
        kind, key_id = KINDS.get(str(row.get("kty"))), row.get("kid")
        if kind is None or not isinstance(key_id, str) or "d" in row:
            continue
        try:
            found[key_id] = kind.import_key(row)
        except (JoseError, ValueError):
            continue
    return found
