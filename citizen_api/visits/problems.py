"""Why something is no proof of a visit, by name."""

from citizen_api.problems import Problem, Said


class MistypedVisitCode(Problem):
    """It cannot be a code that a venue shows: its last letter does not fit."""

    name = "mistyped-visit-code"
    status = 422
    title = "The code of the visit is mistyped"
    said = Said(
        "Mã bị gõ sai. Mã có 6 chữ và số; hãy xem lại từng chữ.",
        "The code is mistyped. It has six letters and digits: check each of them.",
    )


class WrongVisitCode(Problem):
    """This venue did not show it of late."""

    name = "wrong-visit-code"
    status = 422
    title = "This is no code of this venue"
    said = Said(
        "Không phải mã của quán này. Hãy xem mã đang hiện trên màn hình của quán.",
        "This is no code of this venue. Look at the one that the venue shows now.",
    )


class VisitCodeExpired(Problem):
    """The venue showed it more than ten minutes ago."""

    name = "visit-code-expired"
    status = 410
    title = "The code is too old"
    said = Said(
        "Mã chỉ dùng được 10 phút. Hãy hỏi quán mã mới.",
        "A code is good for ten minutes. Ask the venue for the present one.",
    )


class VisitCodeUsedUp(Problem):
    """As many used it as may."""

    name = "visit-code-used-up"
    status = 409
    title = "Too many have used this code"
    said = Said(
        "Mã này đã có quá nhiều người dùng. Một phút nữa quán sẽ có mã mới.",
        "Too many have used this code. In a minute the venue shows another one.",
    )


class OtherVenuesCode(Problem):
    """The code that was scanned hangs somewhere else."""

    name = "code-of-another-venue"
    status = 409
    title = "The code belongs to another place"
    said = Said(
        "Mã đã quét không phải của quán này.",
        "The code that was scanned is not one of this venue.",
    )


class TooFarAway(Problem):
    """The position is not near the code."""

    name = "too-far-away"
    status = 409
    title = "You are too far away"
    said = Said(
        "Vị trí của bạn không ở gần quán.", "Your position is not near the venue."
    )


class RoughPosition(Problem):
    """The phone does not know well enough where it is."""

    name = "position-too-rough"
    status = 409
    title = "The position is too rough"
    said = Said(
        "Điện thoại chưa biết rõ vị trí. Hãy bật định vị chính xác rồi thử lại.",
        "The phone does not know well where it is. Allow the exact position and try"
        " again.",
    )
    retryable = True


class ClosedNow(Problem):
    """Nobody is served there at this hour."""

    name = "venue-closed-now"
    status = 409
    title = "The venue is closed now"
    said = Said(
        "Theo giờ mở cửa đã biết, quán đang đóng cửa.",
        "By the hours that are known, the venue is closed now.",
    )


class PlaceUnknown(Problem):
    """Nobody knows where the venue is, so nobody can be near it."""

    name = "venue-place-unknown"
    status = 409
    title = "The place of the venue is not known"
    said = Said(
        "Chưa biết vị trí của quán này. Hãy hỏi quán mã 6 chữ.",
        "The place of this venue is not known. Ask there for the code of six letters.",
    )


VISIT_PROBLEMS: tuple[type[Problem], ...] = (
    MistypedVisitCode,
    WrongVisitCode,
    VisitCodeExpired,
    VisitCodeUsedUp,
    OtherVenuesCode,
    TooFarAway,
    RoughPosition,
    ClosedNow,
    PlaceUnknown,
)
"""What the door of visits may answer, for the OpenAPI file."""
