"""Why a review is held or was dropped, in the words that everybody reads."""

from typing import Final

from citizen_api.problems import Said

REASONS: Final = {
    "link": Said(
        "Có địa chỉ mạng; chờ người xem.", "It has a web address; a person must look."
    ),
    "phone_number": Said(
        "Có số điện thoại; chờ người xem.", "It has a phone number; a person must look."
    ),
    "email": Said(
        "Có địa chỉ thư điện tử; chờ người xem.",
        "It has an e-mail address; a person must look.",
    ),
    "personal_number": Said(
        "Có thể có số giấy tờ cá nhân; chờ người xem.",
        "It may have somebody's personal number; a person must look.",
    ),
    "changed_after_drop": Said(
        "Đã bị gỡ rồi được sửa; chờ người xem.",
        "It was removed and then changed; a person must look.",
    ),
    "owner_or_staff": Said(
        "Người viết là chủ hoặc người của quán, nên không tính vào điểm.",
        "Its writer owns the place or works there, so it does not count.",
    ),
    "own_edit": Said(
        "Người viết từng sửa thông tin của quán, nên không tính vào điểm.",
        "Its writer has changed the listing of the place, so it does not count.",
    ),
    "surge": Said(
        "Đến trong một đợt đánh giá dồn dập.", "It came in a burst of ratings."
    ),
    "spam": Said("Quảng cáo, rác.", "Advertising or rubbish."),
    "insult": Said("Xúc phạm người khác.", "It insults somebody."),
    "personal_data": Said("Lộ thông tin riêng tư.", "It tells of somebody's privacy."),
    "not_a_visit": Said("Không phải về một lần đến quán.", "It is not about a visit."),
    "paid": Said("Được trả tiền để viết.", "It was paid for."),
    "wrong_venue": Said("Nói về một quán khác.", "It is about another place."),
    "content": Said("Nội dung bị báo hoặc bị giữ.", "For what it says."),
    "conflict": Said(
        "Người viết có liên quan đến quán.", "Its writer belongs to the place."
    ),
    "report": Said("Bị báo cáo.", "It was reported."),
    "other": Said("Lý do khác.", "For another reason."),
}


def reason(held_for: str | None, held_reason: str | None) -> str | None:
    """The word that says why: the exact one where there is one."""
    return held_reason or held_for
