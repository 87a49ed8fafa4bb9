"""Stand-ins for the national systems; they know nothing of the service.

Words: a *persona* is an invented person, a *scenario* is a failure switched on by a
test.
"""

from identity import IdentityError

__all__ = ["SimulatorRefused", "ensure_allowed"]


class SimulatorRefused(IdentityError):
    """A simulator was to be made where nobody said that it may run."""


def ensure_allowed(allowed: bool) -> None:
    """Refuse to go on unless somebody said, in so many words, that it may.

    Raises `SimulatorRefused`.
    """
    if allowed is not True:
        raise SimulatorRefused("a simulator runs only where a setting allows it")
