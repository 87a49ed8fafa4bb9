"""What may go wrong with look-ups, by name."""

from citizen_api.problems import Problem, Said


class Forgotten(Problem):
    """The look-up is older than ninety days: only its result code is left."""

    name = "forgotten"
    status = 410
    title = "Only the result code of this look-up is left"
    said = Said(
        "Sau 90 ngày chỉ còn mã kết quả. Hãy tra cứu mới.",
        "After 90 days only the result code is left. Make a new look-up.",
    )


class NumberNotShared(Problem):
    """The gateway wants the caller's own number, which VNeID did not give us."""

    name = "number-not-shared"
    status = 403
    title = "Your number was not shared with us"
    said = Said(
        "Bạn chưa cho phép VNeID chia sẻ số định danh, họ tên và ngày sinh. Hãy đăng"
        " nhập lại và cho phép.",
        "You did not let VNeID share your number, name and birth date. Sign in again"
        " and allow it.",
    )


class ChallengeOver(Problem):
    """The challenge is unknown, used, older than two minutes, or somebody else's."""

    name = "challenge-over"
    status = 409
    title = "The challenge cannot be used"
    said = Said(
        "Mã thử thách đã dùng, đã quá 2 phút hoặc không phải của bạn. Hãy xin mã mới.",
        "The challenge was used, is older than two minutes, or is not yours. Ask for a"
        " new one.",
    )


class ChipNotBelieved(Problem):
    """What was read from the chip does not prove who holds it; `errors` says why."""

    name = "chip-refused"
    status = 422
    title = "The chip proves nothing"
    said = Said(
        "Dữ liệu chip không xác thực được; xem errors.",
        "What was read from the chip cannot be believed; see errors.",
    )
