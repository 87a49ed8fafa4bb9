"""What goes wrong with requests about one's own data."""

from citizen_api.problems import Problem, Said


class AlreadyAsked(Problem):
    """A request of this kind is open; one at a time."""

    name = "already-asked"
    status = 409
    title = "You have asked for this already"
    said = Said(
        "Bạn đã có một yêu cầu loại này đang chờ. Xem /v1/me/requests.",
        "A request of this kind of yours is open. See /v1/me/requests.",
    )


class NotReady(Problem):
    """The file is being made."""

    name = "not-ready"
    status = 409
    title = "The file is not ready"
    said = Said(
        "Tệp đang được tạo; xem percent của yêu cầu rồi thử lại.",
        "The file is being made: see percent of the request, then try again.",
    )
    retryable = True


class FileGone(Problem):
    """The file was kept for seven days, which are over."""

    name = "file-gone"
    status = 410
    title = "The file is no longer kept"
    said = Said(
        "Tệp chỉ được giữ 7 ngày. Hãy yêu cầu xuất dữ liệu lần nữa.",
        "The file was kept for seven days. Ask for another export.",
    )


class RequestEnded(Problem):
    """The request was done, refused or cancelled before."""

    name = "request-ended"
    status = 409
    title = "The request is over"
    said = Said(
        "Yêu cầu này đã kết thúc, không đổi được nữa.",
        "This request is over and cannot be changed.",
    )
