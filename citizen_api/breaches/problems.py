"""What goes wrong with breaches."""

from citizen_api.problems import Problem, Said


class AlreadyNotified(Problem):
    """That the authority was told stands on record already."""

    name = "already-notified"
    status = 409
    title = "The authority was told already"
    said = Said(
        "Đã ghi nhận việc báo cơ quan chức năng.",
        "That the authority was told is on record already.",
    )
