"""What goes wrong with emergencies and their reviews."""

from citizen_api.problems import Problem, Said


class BreakGlassRefused(Problem):
    """The emergency is unknown, past its hour, somebody else's or another patient's."""

    name = "break-glass-refused"
    status = 403
    title = "This emergency access does not cover that"
    said = Said(
        "Lượt tra cứu khẩn cấp này không áp dụng: chỉ cho đúng người mở, đúng cơ sở,"
        " đúng một người bệnh và trong 60 phút.",
        "This emergency access does not cover that: it is for whoever opened it, at"
        " that facility, for one patient, and for 60 minutes.",
    )


class OwnEmergency(Problem):
    """Whoever broke a glass may not review it."""

    name = "own-emergency"
    status = 403
    title = "Somebody else must review this"
    said = Said(
        "Người mở tra cứu khẩn cấp không được tự xem xét lượt của mình.",
        "Whoever opened an emergency access cannot review it.",
    )
    recorded = True


class AlreadyReviewed(Problem):
    """Somebody reviewed it before; the first word stands."""

    name = "already-reviewed"
    status = 409
    title = "It was reviewed already"
    said = Said("Lượt này đã được xem xét.", "This was reviewed already.")
    recorded = True
