"""What is not there, or no more."""

from citizen_api.problems.base import Problem, Said


class NotFound(Problem):
    """There is nothing at this address."""

    name = "not-found"
    status = 404
    title = "There is nothing here"
    said = Said("Không có gì ở địa chỉ này.", "There is nothing at this address.")


class MistypedCode(Problem):
    """The code cannot be one of ours: its check character is wrong."""

    name = "mistyped-code"
    status = 404
    title = "The code is mistyped"
    said = Said(
        "Mã bị gõ sai hoặc quét thiếu. Hãy xem lại từng chữ.",
        "The code is mistyped or half read. Check the letters.",
    )


class RevokedCode(Problem):
    """The code was taken out of use for ever."""

    name = "revoked-code"
    status = 410
    title = "The code is no longer in use"
    said = Said("Mã này không còn dùng nữa.", "This code is no longer in use.")


class ExpiredCode(Problem):
    """The code is outside its time, and has nothing else to open."""

    name = "expired-code"
    status = 410
    title = "It is not the time of this code"
    said = Said("Mã này đã hết hạn.", "The time of this code is over.")
