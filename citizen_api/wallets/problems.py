"""What goes wrong with money, and what the rider can do next."""

from citizen_api.problems import Problem, Said


class InDebt(Problem):
    """The wallet is below zero."""

    name = "in-debt"
    status = 409
    title = "The wallet is below zero"
    said = Said(
        "Ví đang âm {debt} đ. Hãy nạp tiền: số nợ được trừ trước, rồi bạn thuê được.",
        "The wallet is {debt} đ below zero. Top it up: the debt is paid first, then"
        " you can rent.",
    )


class BalanceTooLow(Problem):
    """There is less in the wallet than this needs."""

    name = "balance-too-low"
    status = 409
    title = "There is too little in the wallet"
    said = Said(
        "Ví còn {available} đ, cần ít nhất {needed} đ. Hãy nạp thêm tiền.",
        "The wallet has {available} đ; at least {needed} đ are needed. Top it up.",
    )


class RefundTooLarge(Problem):
    """More would be given back than was charged."""

    name = "refund-too-large"
    status = 409
    title = "More would be given back than was charged"
    said = Said(
        "Chỉ còn hoàn được {left} đ của khoản thu này. Hãy ghi số nhỏ hơn.",
        "Only {left} đ of this charge can still be given back. Ask for less.",
    )


class AlreadyBooked(Problem):
    """The reference stands in the ledger already, for something else."""

    name = "already-booked"
    status = 409
    title = "This is booked already, and differently"
    said = Said(
        "Khoản này đã ghi sổ với số tiền hoặc chủ ví khác. Không có gì thay đổi.",
        "This is booked already with another amount or owner. Nothing has changed.",
    )


class TopUpsClosed(Problem):
    """No bank is connected, so no transfer could be confirmed."""

    name = "top-ups-closed"
    status = 503
    title = "Wallets cannot be topped up here"
    said = Said(
        "Máy chủ này chưa nối với ngân hàng nên chưa nạp tiền được. Hãy thử lại sau.",
        "This server is not connected to a bank, so wallets cannot be topped up. Try"
        " again later.",
    )
