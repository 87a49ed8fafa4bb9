"""A client of the offline pack, as docs/developers/offline.md describes one."""

from hashlib import sha256
from typing import Any

import rfc8785
from flask.testing import FlaskClient


class Pack:
    """What a phone keeps: bodies by kind and id."""

    def __init__(self, client: FlaskClient, limit: int = 1000) -> None:
        self._client, self._limit = client, limit
        self.items: dict[tuple[str, str], Any] = {}
        self.hashes: dict[tuple[str, str], str] = {}
        self.cursor: str | None = None
        self.pages = 0

    def step(self) -> dict[str, Any]:
        """Take in one page."""
        asked = {"limit": self._limit} | ({"since": self.cursor} if self.cursor else {})
        answer = self._client.get("/v1/sync", query_string=asked)
        assert answer.status_code == 200, answer.json
        page: dict[str, Any] = answer.get_json()
        for kind, bodies in page["changed"].items():
            for body in bodies:
                self.items[kind, body["id"]] = body
                digest = sha256(rfc8785.dumps(body)).hexdigest()
                self.hashes[kind, body["id"]] = digest
        for kind, ids in page["removed"].items():
            for gone in ids:
                self.items.pop((kind, gone), None)
                self.hashes.pop((kind, gone), None)
        self.cursor, self.pages = page["cursor"], self.pages + 1
        return page

    def sync(self) -> "Pack":
        """Go on until complete, and prove it."""
        while not (page := self.step())["complete"]:
            assert page["hash"] is None
        assert self.hash() == page["hash"]
        return self

    def hash(self) -> str:
        """The hash of all that is kept."""
        lines = (
            f"{kind}/{id_} {digest}\n"
            for (kind, id_), digest in sorted(self.hashes.items())
        )
        return sha256("".join(lines).encode()).hexdigest()

    def ids(self, kind: str) -> set[str]:
        """The ids of a kind."""
        return {id_ for found, id_ in self.items if found == kind}
