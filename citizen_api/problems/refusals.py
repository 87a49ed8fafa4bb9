"""Why somebody may not come in, or not now."""

from citizen_api.problems.base import Problem, Said


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
