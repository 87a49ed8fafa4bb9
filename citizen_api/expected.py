"""Which version an edit starts from. No Flask."""

from typing import NamedTuple

from citizen_api.problems import StaleVersion, VersionRequired


class Expected(NamedTuple):
    """The version that an edit starts from; `any`: whichever is there."""

    id: int | None = None
    version: int | None = None
    any: bool = False

    @property
    def given(self) -> bool:
        """Whether the caller said anything."""
        return self.any or self.version is not None

    def ensure(self, version: int, number: int | None = None) -> None:
        """Raise VersionRequired, or StaleVersion unless this version is meant.

        `number`: the id that must be meant besides.
        """
        if not self.given:
            raise VersionRequired
        here = self.version == version and number in (None, self.id)
        if not (self.any or here):
            raise StaleVersion
