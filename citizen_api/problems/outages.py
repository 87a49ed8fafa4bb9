"""What does not work at the moment."""

from citizen_api.problems.base import Problem, Said


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
