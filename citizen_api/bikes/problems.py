"""Named problems of bikes and their feeds."""

from citizen_api.problems import Problem, Said


class BikeNotFree(Problem):
    """The bike cannot be had: somebody has it, or it is out of use."""

    name = "bike-not-free"
    status = 409
    title = "This bike cannot be had now"
    said = Said(
        "Không lấy được xe này. Hãy chọn xe khác ở trạm.",
        "This bike cannot be had. Choose another one at the station.",
    )


class SystemClosed(Problem):
    """The system of bikes ended long ago, and so did its feeds."""

    name = "bike-system-closed"
    status = 410
    title = "The bikes are no longer there"
    said = Said(
        "Hệ thống xe đạp này đã ngừng hoạt động.",
        "This system of bikes is no longer in service.",
    )
