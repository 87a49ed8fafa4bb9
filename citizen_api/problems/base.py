"""A named problem, and the sentences that it is told in."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple


class Said(str):
    """One sentence in the languages of the city; as a plain text it is English."""

    __slots__ = ("vi",)
    vi: str

    def __new__(cls, vi: str, en: str) -> "Said":
        """The same sentence twice."""
        said = super().__new__(cls, en)
        said.vi = vi
        return said

    def format(self, *args: object, **kwargs: object) -> "Said":
        """Both sentences with their gaps filled: marshmallow calls it."""
        return Said(self.vi.format(*args, **kwargs), str.format(self, *args, **kwargs))

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy is made from."""
        return self.vi, str(self)

    def to(self, language: str) -> str:
        """The sentence for a reader of `language`."""
        return self.vi if language == "vi" else str(self)


class FieldError(NamedTuple):
    """What is wrong with one value: a `pointer` into the body or a `parameter`."""

    said: Said
    pointer: str | None = None
    parameter: str | None = None


class Problem(Exception):
    """Something that the caller is told by name.

    `recorded`: the audit log has it when staff are told so. `members`: what a client
    needs besides, as RFC 9457 section 3.2 allows.
    """

    name: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong on our side"
    said: ClassVar[Said] = Said(
        "Có lỗi ở phía chúng tôi. Lỗi đã được ghi lại.",
        "Something went wrong on our side. It has been noted.",
    )
    retryable: ClassVar[bool] = False
    recorded: ClassVar[bool] = False
    registry: ClassVar[dict[str, type["Problem"]]] = {}

    def __init__(
        self,
        said: Said | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(self.name)
        self.detail = said or self.said
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def __init_subclass__(cls) -> None:
        Problem.registry[cls.name] = cls


Problem.registry[Problem.name] = Problem
