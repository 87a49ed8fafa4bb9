"""Named problems, each with its status (RFC 9457). No Flask.

`name` ends the `type` URI and never changes; `title` is stable; `detail` and the
messages of `errors` come in the caller's language.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple


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

    `recorded`: the audit log has it when staff are told so.
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
    ) -> None:
        super().__init__(self.name)
        self.detail = said or self.said
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def __init_subclass__(cls) -> None:
        Problem.registry[cls.name] = cls


Problem.registry[Problem.name] = Problem


class InvalidRequest(Problem):
    """A parameter or a value of the body is wrong, missing, unknown or repeated."""

    name = "invalid-request"
    status = 422
    title = "The request has values that cannot be used"
    said = Said(
        "Yêu cầu có giá trị không dùng được; xem errors.",
        "The request has values that cannot be used; see errors.",
    )


class MalformedBody(Problem):
    """The body is not JSON that can be read."""

    name = "malformed-body"
    status = 400
    title = "The body cannot be read as JSON"
    said = Said("Nội dung gửi lên không phải JSON.", "The body is not JSON.")


class BadCursor(Problem):
    """The cursor is not one of ours, or belongs to another question."""

    name = "bad-cursor"
    status = 422
    title = "The cursor cannot be used"
    said = Said(
        "Con trỏ trang không dùng được. Hãy hỏi lại từ trang đầu.",
        "This cursor cannot be used. Ask again from the first page.",
    )


class BadRequest(Problem):
    """The request line or a header cannot be understood."""

    name = "bad-request"
    status = 400
    title = "The request cannot be understood"
    said = Said("Không hiểu được yêu cầu.", "The request cannot be understood.")


class NotAuthenticated(Problem):
    """A token is needed, and none that is known was sent."""

    name = "not-authenticated"
    status = 401
    title = "A token is needed"
    said = Said(
        "Cần mã thiết bị hợp lệ trong Authorization: Bearer.",
        "A valid device token is needed in Authorization: Bearer.",
    )


class ForeignForm(Problem):
    """A form was sent from a page that is not ours."""

    name = "foreign-form"
    status = 403
    title = "The form was sent from another site"
    said = Said(
        "Biểu mẫu được gửi từ một trang khác. Hãy mở trang của chúng tôi rồi gửi lại.",
        "The form was sent from another site. Open our page and send it from there.",
    )


class NotFound(Problem):
    """There is nothing at this address."""

    name = "not-found"
    status = 404
    title = "There is nothing here"
    said = Said("Không có gì ở địa chỉ này.", "There is nothing at this address.")


class MistypedCode(Problem):
    """The code cannot be one of ours: its check character is wrong."""

    name = "mistyped-code"
    status = 404
    title = "The code is mistyped"
    said = Said(
        "Mã bị gõ sai hoặc quét thiếu. Hãy xem lại từng chữ.",
        "The code is mistyped or half read. Check the letters.",
    )


class RevokedCode(Problem):
    """The code was taken out of use for ever."""

    name = "revoked-code"
    status = 410
    title = "The code is no longer in use"
    said = Said("Mã này không còn dùng nữa.", "This code is no longer in use.")


class ExpiredCode(Problem):
    """The code is outside its time, and has nothing else to open."""

    name = "expired-code"
    status = 410
    title = "It is not the time of this code"
    said = Said("Mã này đã hết hạn.", "The time of this code is over.")


class MethodNotAllowed(Problem):
    """The address knows other methods."""

    name = "method-not-allowed"
    status = 405
    title = "This method is not allowed here"
    said = Said(
        "Địa chỉ này không nhận phương thức đó; xem Allow.",
        "This address does not take that method; see Allow.",
    )


class NotAcceptable(Problem):
    """None of the media types asked for can be made."""

    name = "not-acceptable"
    status = 406
    title = "No such format"
    said = Said(
        "Không có định dạng mà Accept yêu cầu.",
        "None of the formats in Accept can be made.",
    )


class KeyReused(Problem):
    """An Idempotency-Key came again with another request."""

    name = "idempotency-key-reused"
    status = 422
    title = "This Idempotency-Key was used for another request"
    said = Said(
        "Idempotency-Key này đã dùng cho một yêu cầu khác.",
        "This Idempotency-Key was used for another request.",
    )


class InProgress(Problem):
    """The same request is being answered at this moment."""

    name = "in-progress"
    status = 409
    title = "The same request is being answered"
    said = Said(
        "Yêu cầu này đang được xử lý. Hãy đợi một giây rồi gửi lại với cùng khóa.",
        "This request is being answered. Wait a second, then send it again with the"
        " same key.",
    )
    retryable = True


class AlreadyReported(Problem):
    """This device's report of this kind about this venue is still open."""

    name = "already-reported"
    status = 409
    title = "You have reported this already"
    said = Said(
        "Bạn đã báo việc này, và chúng tôi đang xem. Xem /v1/devices/mine/reports.",
        "You have reported this, and it is being looked at. See"
        " /v1/devices/mine/reports.",
    )


class StaleVersion(Problem):
    """Somebody changed it since it was read."""

    name = "stale-version"
    status = 412
    title = "It has changed since you read it"
    said = Said(
        "Nội dung đã đổi từ lần bạn đọc. Hãy đọc lại rồi sửa.",
        "It has changed since you read it. Read it again, then change it.",
    )


class TooLarge(Problem):
    """The body is larger than anything that is taken here."""

    name = "too-large"
    status = 413
    title = "The body is too large"
    said = Said("Nội dung gửi lên quá lớn.", "The body is too large.")


class AddressTooLong(Problem):
    """The address is longer than any of ours can be."""

    name = "address-too-long"
    status = 414
    title = "The address is too long"
    said = Said("Địa chỉ quá dài.", "The address is too long.")


class UnsupportedMediaType(Problem):
    """The body is not JSON in UTF-8."""

    name = "unsupported-media-type"
    status = 415
    title = "Only JSON in UTF-8 is taken"
    said = Said("Chỉ nhận JSON mã UTF-8.", "Only JSON in UTF-8 is taken.")


BODY_PROBLEMS: tuple[type[Problem], ...] = (
    MalformedBody,
    TooLarge,
    UnsupportedMediaType,
)
"""What every door that takes a body may answer, for the OpenAPI file."""


class VersionRequired(Problem):
    """An edit must say which version it starts from."""

    name = "version-required"
    status = 428
    title = "If-Match is required"
    said = Said(
        "Sửa thì phải gửi If-Match với ETag đã đọc.",
        "An edit needs If-Match with the ETag that was read.",
    )


class TooManyRequests(Problem):
    """The caller tried too often; Retry-After says when to try again."""

    name = "too-many-requests"
    status = 429
    title = "Too many requests"
    said = Said(
        "Bạn thử quá nhiều lần. Hãy đợi hết thời gian trong Retry-After rồi thử lại.",
        "You have tried too often. Wait as long as Retry-After says, then try again.",
    )
    retryable = True


class Unavailable(Problem):
    """The database does not answer; trying again in a moment helps."""

    name = "unavailable"
    status = 503
    title = "Not available at the moment"
    said = Said(
        "Dịch vụ tạm thời không trả lời được. Hãy thử lại sau giây lát.",
        "The service cannot answer at the moment. Try again in a moment.",
    )
    retryable = True


class Busy(Unavailable):
    """Too many requests wait for another system; trying again in a moment helps."""

    name = "busy"
    title = "Too busy at the moment"
    said = Said(
        "Một hệ thống khác trả lời chậm, nhiều người đang chờ. Hãy thử lại sau.",
        "Another system is slow and too many are waiting. Try again in a moment.",
    )


class AuditUnavailable(Unavailable):
    """What was asked for must be recorded, and cannot be: so it is not done."""

    name = "audit-unavailable"
    title = "It cannot be recorded at the moment, so it was not done"
    said = Said(
        "Việc này phải được ghi nhật ký mà lúc này không ghi được, nên chưa thực hiện."
        " Hãy thử lại sau giây lát.",
        "This must be recorded, which is not possible at the moment, so it was not"
        " done. Try again in a moment.",
    )
