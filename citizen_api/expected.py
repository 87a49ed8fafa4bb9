"""Which version an edit starts from. No Flask."""

from typing import NamedTuple


class Expected(NamedTuple):
    """The version that an edit starts from; `any`: whichever is there."""

    id: int | None = None
    version: int | None = None
    any: bool = False

    @property
    def given(self) -> bool:
        """Whether the caller said anything."""
        return self.any or self.version is not None
