"""What stands behind the words of the law and of look-ups, in vi and en."""

from typing import Final

from citizen_api.problems import Said

PURPOSES: Final = {
    "reception": Said("Tiếp nhận khám bệnh", "Reception"),
    "treatment": Said("Điều trị", "Treatment"),
    "discharge": Said("Ra viện", "Discharge"),
    "payment": Said("Thanh toán", "Payment"),
    "emergency": Said("Cấp cứu", "Emergency"),
}
CHANNELS: Final = {
    "number": Said("Gõ số", "The number was typed"),
    "scan": Said("Quét mã trên thẻ", "The card was scanned"),
}
CLAIMS: Final = {
    "profile": Said("Đọc họ tên và số định danh đã che", "Read name and masked number"),
    "account": Said(
        "Đọc các đồng ý, phiên đăng nhập và ai đã tra cứu bạn",
        "Read consents, sessions and who looked you up",
    ),
    "insurance": Said("Đọc bảo hiểm y tế của bạn", "Read your health insurance"),
    "rentals": Said("Thuê, trả và trả tiền xe đạp", "Rent, return and pay for bikes"),
    "reviews": Said("Chấm điểm và nhận xét quán", "Rate and review places"),
    "staff": Said("Làm việc theo vai trò của bạn", "Do what your roles allow"),
}
KINDS: Final = {
    "lookup": Said("Tra cứu bảo hiểm y tế", "Health insurance look-up"),
    "read": Said("Xem lại kết quả tra cứu", "Answer of a look-up read again"),
    "asked_again": Said("Tra cứu lại", "Look-up made again"),
    "revealed": Said(
        "Xem số đầy đủ của một lần tra cứu", "Full number of a look-up read"
    ),
    "break_glass": Said(
        "Mở tra cứu khẩn cấp, sẽ được người thứ hai xem xét",
        "Emergency access opened; a second person reviews it",
    ),
}


def said(words: dict[str, Said], code: str, language: str) -> str:
    """The words for a code; the code itself when it is newer than the words."""
    known = words.get(code)
    return code if known is None else known.to(language)
