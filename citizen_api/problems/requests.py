"""What is wrong with a request as it was sent."""

from citizen_api.problems.base import Problem, Said


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


class LengthRequired(Problem):
    """Nobody said how long the body is: it could be cut off without being seen."""

    name = "length-required"
    status = 411
    title = "Content-Length is required"
    said = Said(
        "Cần có Content-Length: không nhận nội dung gửi từng khúc.",
        "Content-Length is required: no body is taken in chunks.",
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
    LengthRequired,
    TooLarge,
    UnsupportedMediaType,
)
"""What every door that takes a body may answer, for the OpenAPI file."""
