"""What does not go together with what was sent or changed before."""

from citizen_api.problems.base import Problem, Said


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


class VersionRequired(Problem):
    """An edit must say which version it starts from."""

    name = "version-required"
    status = 428
    title = "If-Match is required"
    said = Said(
        "Sửa thì phải gửi If-Match với ETag đã đọc.",
        "An edit needs If-Match with the ETag that was read.",
    )
