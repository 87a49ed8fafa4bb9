"""The named problem of open data."""

from citizen_api.problems import Problem, Said


class NoSuchRange(Problem):
    """The part of the file that is asked for is not in it."""

    name = "no-such-range"
    status = 416
    title = "The file has no such part"
    said = Said(
        "Tệp không có phần được yêu cầu; xem Content-Range.",
        "The file has no such part; see Content-Range.",
    )
