"""What goes wrong when venues are merged."""

from typing import Final

from citizen_api.problems import Problem, Said


class AlreadyMerged(Problem):
    """The venue points at another one already."""

    name = "already-merged"
    status = 409
    title = "The venue is merged already"
    said = Said("Quán này đã được gộp rồi.", "This venue is merged already.")


class SameVenue(Problem):
    """Both ids stand for one venue."""

    name = "same-venue"
    status = 422
    title = "Both are the same venue"
    said = Said(
        "Hai id này là cùng một quán.", "Both ids stand for the same venue already."
    )


class MergeProposed(Problem):
    """Somebody proposed to merge it into yet another venue."""

    name = "merge-proposed"
    status = 409
    title = "Another merge waits"
    said = Said(
        "Đang chờ quyết định gộp quán này vào một quán khác.",
        "A merge of this venue into another one waits for a decision.",
    )


class MergedOnward(Problem):
    """The venue that it went into was merged on since."""

    name = "merged-onward"
    status = 409
    title = "A later merge stands on this one"
    said = Said(
        "Quán nhận đã được gộp tiếp. Hãy hoàn tác lần gộp sau trước.",
        "The other venue was merged on since. Undo the later merge first.",
    )


ASKED: Final = (AlreadyMerged, MergeProposed, SameVenue)
"""What goes wrong when a merge is asked for."""
