"""What goes wrong with a rental, and what the rider can do next."""

from citizen_api.problems import Problem, Said


class UnknownBike(Problem):
    """No bike has this code, or has it any longer."""

    name = "unknown-bike"
    status = 404
    title = "No bike has this code"
    said = Said(
        "Không có xe nào mang mã này. Hãy quét lại mã trên khóa, hoặc gõ 8 chữ số"
        " cạnh mã QR.",
        "No bike has this code. Scan the one on the lock again, or type the 8 digits"
        " beside the QR code.",
    )


class StationScanned(Problem):
    """The code is that of a station."""

    name = "station-scanned"
    status = 422
    title = "This is the code of a station, not of a bike"
    said = Said(
        "Đây là mã của trạm, không phải của xe. Hãy quét mã trên khóa xe.",
        "This is the code of a station. Scan the code on the lock of a bike.",
    )


class ForeignCode(Problem):
    """The code is not one of ours: it may be a sticker of somebody else."""

    name = "foreign-code"
    status = 422
    title = "This code is not ours"
    said = Said(
        "Mã này không phải của chúng tôi. Đừng trả tiền theo mã dán trên xe; hãy báo"
        " lỗi hoặc chọn xe khác.",
        "This code is not ours. Do not pay by a code stuck on a bike; report it or"
        " take another bike.",
    )


class StationClosed(Problem):
    """Nothing is rented at the station now."""

    name = "station-closed"
    status = 409
    title = "The station does not rent bikes now"
    said = Said(
        "Trạm này đang không cho thuê. Hãy đến trạm khác; xem /v1/stations.",
        "This station does not rent now. Go to another one; see /v1/stations.",
    )


class TooFar(Problem):
    """The phone is not near the bike."""

    name = "too-far-from-bike"
    status = 409
    title = "The phone is too far from the bike"
    said = Said(
        "Điện thoại cách chỗ xe khoảng {metres} m. Hãy đến cạnh xe rồi quét lại; nếu"
        " bạn đang ở cạnh xe thì mã có thể bị dán nhầm, hãy chọn xe khác.",
        "The phone is about {metres} m from where this bike stands. Go to the bike and"
        " scan it; if you stand beside it the sticker may be wrong: take another.",
    )


class RentalOpen(Problem):
    """The rider has as many bikes as they may."""

    name = "rental-open"
    status = 409
    title = "You have a rental already"
    said = Said(
        "Bạn đang thuê một xe. Hãy trả xe đó trước (GET /v1/me/rental), hoặc mua vé"
        " nhóm.",
        "You have a bike. Return it first (GET /v1/me/rental), or take a group ticket.",
    )


class TooManyOffers(Problem):
    """The rider kept bikes from others and did not ride."""

    name = "too-many-reservations"
    status = 409
    title = "Too many bikes were kept and not ridden"
    said = Said(
        "Bạn đã giữ xe nhiều lần mà không đi. Hãy đợi rồi thử lại, hoặc chọn xe khác.",
        "You kept bikes and did not ride. Wait and try again, or take another bike.",
    )


class WrongState(Problem):
    """The rental is in a state in which this cannot be."""

    name = "rental-state"
    status = 409
    title = "The rental is not in a state for this"
    said = Said(
        "Chuyến xe đang ở trạng thái {state}; bạn có thể: {next}.",
        "The rental is {state}; what you can do: {next}.",
    )


class UnlockFailed(Problem):
    """The lock refused, or nobody heard it open: the rider is free."""

    name = "unlock-failed"
    status = 409
    title = "The lock did not open"
    said = Said(
        "Khóa không mở. Bạn không bị tính tiền và đã được tự do; hãy chọn xe khác.",
        "The lock did not open. Nothing is charged and you are free: take another"
        " bike.",
    )


class StillLocked(Problem):
    """The lock of a ride refused to open again: the ride goes on."""

    name = "still-locked"
    status = 409
    title = "The lock did not open again"
    said = Said(
        "Khóa không mở lại. Chuyến đi vẫn tiếp tục và giờ vẫn tính: hãy thử lại, trả"
        " xe ở trạm, hoặc báo sự cố.",
        "The lock did not open again. The ride goes on and so does its time: try again,"
        " end it at a station, or report a problem.",
    )


class LocksUnavailable(Problem):
    """No locks are connected to this server."""

    name = "locks-unavailable"
    status = 503
    title = "The locks cannot be reached"
    said = Said(
        "Máy chủ này chưa nối với hệ thống khóa nên chưa thuê được xe. Hãy thử lại"
        " sau.",
        "This server is not connected to the locks, so no bike can be rented. Try again"
        " later.",
    )


class NotTakenBack(Problem):
    """The bike cannot stay where it was locked; the rental goes on."""

    name = "not-taken-back"
    status = 409
    title = "The bike cannot be left here"
    said = Said(
        "{why} Hãy mở khóa (resume) và đến: {stations}. {free}",
        "{why} Unlock it (resume) and ride to: {stations}. {free}",
    )


class TooLate(Problem):
    """The time for this is over."""

    name = "too-late"
    status = 409
    title = "It is too late for this"
    said = Said(
        "Đã quá 2 phút từ lúc mở khóa. Hãy trả xe như thường, hoặc báo sự cố.",
        "It is more than 2 minutes since it opened. Return the bike as usual, or"
        " report a problem.",
    )


class TooManyWrongBikes(Problem):
    """The rider said too often that another bike opened."""

    name = "too-many-wrong-bikes"
    status = 409
    title = "Too many wrong bikes were told today"
    said = Said(
        "Bạn đã báo nhầm xe 2 lần trong 24 giờ. Hãy trả xe như thường, hoặc báo sự cố.",
        "You said so twice in 24 hours. Return the bike as usual, or report a problem.",
    )


class UnknownLock(Problem):
    """The lock is not one of ours."""

    name = "unknown-lock"
    status = 404
    title = "This lock is not ours"
    said = Said(
        "Khóa này không thuộc xe nào của chúng tôi. Hãy kiểm tra số khóa.",
        "This lock belongs to no bike of ours. Check its number.",
    )


class EventTooOld(Problem):
    """The lock tells of something from before the rental; it is kept, not applied."""

    name = "lock-event-too-old"
    status = 409
    title = "This happened before the rental"
    said = Said(
        "Sự kiện xảy ra trước chuyến đi này; đã lưu nhưng không áp dụng. Đừng gửi lại.",
        "This happened before the rental: it is kept and changes nothing. Do not send"
        " it again.",
    )


class BikeState(Problem):
    """Staff cannot do this to the bike as it is."""

    name = "bike-state"
    status = 409
    title = "The bike is not in a state for this"
    said = Said(
        "Xe này không ở trạm nào. Hãy dùng mend để đưa xe trở lại phục vụ.",
        "This bike is at no station. Put it back into service with mend.",
    )


class NotRefundable(Problem):
    """The pass was used, or its money was given back."""

    name = "pass-not-refundable"
    status = 409
    title = "The pass cannot be given back"
    said = Said(
        "Vé đã dùng hoặc đã hoàn tiền nên không hoàn được. Hãy dùng tiếp đến hết hạn.",
        "The pass was used, or given back already. Use what is left until it ends.",
    )
