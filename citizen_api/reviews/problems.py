"""What goes wrong around reviews."""

from citizen_api.problems import Problem, Said


class OwnReview(Problem):
    """One does not vote on, or report, what one wrote oneself."""

    name = "own-review"
    status = 403
    title = "This is your own review"
    said = Said("Đây là nhận xét của chính bạn.", "You wrote this review yourself.")


class OthersPhone(Problem):
    """The phone is another citizen's already."""

    name = "others-phone"
    status = 409
    title = "The phone belongs to somebody else"
    said = Said(
        "Điện thoại này đã được một người khác nhận là của mình.",
        "Somebody else has said that this phone is theirs.",
    )


class NothingToAppeal(Problem):
    """Nobody has decided anything that the caller could appeal against."""

    name = "nothing-to-appeal"
    status = 409
    title = "There is no decision to appeal against"
    said = Said(
        "Chưa có quyết định nào để khiếu nại, hoặc việc đang chờ người xem.",
        "There is no decision to appeal against, or it still waits to be looked at.",
    )


class AlreadyAppealed(Problem):
    """One appeals once against each decision."""

    name = "already-appealed"
    status = 409
    title = "You have appealed already"
    said = Said(
        "Bạn đã khiếu nại quyết định này.", "You have appealed against this already."
    )


class NotYours(Problem):
    """Only the writer of a review and the owner of its venue may do this."""

    name = "not-yours"
    status = 403
    title = "This is for its writer and the owner of the venue"
    said = Said(
        "Chỉ người viết và chủ quán làm được việc này.",
        "Only its writer and the owner of the venue can do this.",
    )


class OwnerStill(Problem):
    """Who owns a venue does not count there, whatever they say in an appeal."""

    name = "owner-still"
    status = 409
    title = "The writer owns the venue"
    said = Said(
        "Người viết vẫn là chủ quán, nên đánh giá này không được tính.",
        "Its writer still owns the venue, so this review cannot count.",
    )
