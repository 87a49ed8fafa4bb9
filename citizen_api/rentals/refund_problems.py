"""What goes wrong with refunds that wait for a second person."""

from citizen_api.problems import Problem, Said


class SameEyes(Problem):
    """A refund of this size needs a second person."""

    name = "second-person-needed"
    status = 403
    title = "Another member of staff must approve this"
    said = Said(
        "Người đề nghị không được tự duyệt. Hãy nhờ một nhân viên khác.",
        "Who asked for it cannot approve it. Ask another member of staff.",
    )


class RefundDecided(Problem):
    """It was paid and cannot be rejected, or rejected and cannot be paid."""

    name = "refund-decided"
    status = 409
    title = "The refund was already paid or rejected"
    said = Said(
        "Khoản này đã được hoàn hoặc đã bị từ chối. Hãy tải lại danh sách.",
        "This refund was already paid or rejected. Load the list again.",
    )
