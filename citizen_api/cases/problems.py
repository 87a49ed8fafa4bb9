"""What goes wrong with cases."""

from citizen_api.problems import Problem, Said


class AlreadyDecided(Problem):
    """Somebody was quicker, or the case is no more."""

    name = "case-decided"
    status = 409
    title = "The case is decided already"
    said = Said("Việc này đã được quyết định.", "This case has been decided already.")


class AnotherPersonNeeded(Problem):
    """Who opened a case, decided it before or proposed the decision cannot do this."""

    name = "another-person-needed"
    status = 403
    title = "Somebody else must do this"
    said = Said(
        "Bạn đã có phần trong việc này; một người khác phải quyết định.",
        "You have a part in this case; somebody else must decide it.",
    )
    recorded = True


class NothingToSecond(Problem):
    """No decision of this case waits for a second person."""

    name = "nothing-to-second"
    status = 409
    title = "Nothing waits for a second person"
    said = Said(
        "Không có quyết định nào chờ người thứ hai.",
        "No decision of this case waits for a second person.",
    )


class NothingToUndo(Problem):
    """The case is not decided, was undone already, or ended by itself."""

    name = "nothing-to-undo"
    status = 409
    title = "There is nothing to undo"
    said = Said(
        "Việc này chưa được quyết định, đã hoàn tác, hoặc tự kết thúc.",
        "This case is not decided, was undone already, or ended by itself.",
    )


class NoSuchDecision(Problem):
    """Cases of this kind are not decided in this way."""

    name = "no-such-decision"
    status = 422
    title = "Such a case is not decided so"
    said = Said(
        "Loại việc này không có quyết định đó; xem decisions của việc.",
        "A case of this kind has no such decision; see decisions of the case.",
    )
