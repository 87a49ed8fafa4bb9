"""What goes wrong with reviews of emergencies."""

from citizen_api.problems import Problem, Said


class OwnEmergency(Problem):
    """Whoever broke a glass may not review it."""

    name = "own-emergency"
    status = 403
    title = "Somebody else must review this"
    said = Said(
        "Người mở tra cứu khẩn cấp không được tự xem xét lượt của mình.",
        "Whoever opened an emergency access cannot review it.",
    )


class AlreadyReviewed(Problem):
    """Somebody reviewed it before; the first word stands."""

    name = "already-reviewed"
    status = 409
    title = "It was reviewed already"
    said = Said("Lượt này đã được xem xét.", "This was reviewed already.")
