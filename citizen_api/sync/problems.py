"""The named problem of the offline pack."""

from citizen_api.problems import Problem, Said


class StartAgain(Problem):
    """The state that a client has is too old, or none of ours any more."""

    name = "start-again"
    status = 410
    title = "What you have is too old to go on from"
    said = Said(
        "Dữ liệu bạn có đã quá cũ để cập nhật tiếp. Hãy bỏ nó đi và tải lại từ đầu,"
        " không gửi since.",
        "What you have is too old to go on from. Drop it and load everything again,"
        " without since.",
    )
