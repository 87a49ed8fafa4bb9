"""What in a text is held for a look, and what is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.reviews.content import finding

PHONES = (
    "Gọi 0912345678 nhé",
    "0912 345 678",
    "0912.345.678",
    "09-12-34-56-78",
    "0 9 1 2 3 4 5 6 7 8",
    "+84 912 345 678",
    "+84(0)912345678",
    "0084912345678",
    "84912345678",
    "(0225) 3842 123",
    "0225.384.2123",
    "1900 1234",
    "0９１２３４５６７８",
    "0912\u200d345\u200d678",
    "O912345678",
    "091O345678",
    "①② 0③⑨①②③④⑤⑥⑦",
    "+82 10 1234 5678",
    "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
)
PERSONAL = (
    "số 031199001234",
    "031 199 001 234",
    "031.199.001.234",
    "thẻ HS 4 31 3120 123 456",
    "hs4313120123456",
    "cmnd 123456789",
    "stk 19036789012345",
)
EMAILS = (
    "viết cho toi@example.com",
    "toi @ example . com",
    "toi(at)example(dot)com",
    "quan.an+ngon@mail.example.vn",
    "toi a còng example.com",
)
LINKS = (
    "https://example.org",
    "HTTP://EXAMPLE",
    "hxxps://x",
    "www.quanngon",
    "xem quanngon.com nhé",
    "quanngon.com.vn",
    "quanngon(dot)vn",
    "bit.ly/abc",
    "zalo.me/12",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "exam\u200dple.com",
)
FINE = (
    "Nước dùng thơm, bánh đa dai.",
    "Giá 30.000 - 50.000, hai bát 95.000đ.",
    "30.000-50.000đ, 1.250.000 đồng một mâm",
    "Ăn ngày 05/11/2026 lúc 09:30, lần trước 20.10.2025 08.30",
    "2026-11-05",
    "Bát 45k, ly 12k, tổng 114.000",
    "Phục vụ 10/10, vị 9.5/10",
    "Nước chấm me ngon. Com rang cung duoc. Me rat thich.",
    "Mở 6h-10h, 16h-21h; nhà 24/7 số 128 ngõ 43",
    "ngon...vừa ăn",
    "Quán ở Lạch Tray, gần số 1.000",
    "맛있어요! 다시 올게요",
    "非常好吃，推荐蟹肉米粉",
    "<b>ngon</b> & rẻ < 50k",
    "😀😀😀 100%",
    "",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "phone_number") for text in PHONES),
        *((text, "personal_number") for text in PERSONAL),
        *((text, "email") for text in EMAILS),
        *((text, "link") for text in LINKS),
        *((text, None) for text in FINE),
        (None, None),
    ],
)
def test_what_is_found(text: str | None, expected: str | None) -> None:
    assert finding(text) == expected


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.data())
def test_a_phone_number_is_found_however_it_is_broken_up(
    number: str, data: st.DataObject
) -> None:
    gaps = st.sampled_from(["", " ", ".", "-", "\u200d", " . ", "·"])
    written = "".join(digit + data.draw(gaps) for digit in number)

    assert finding(f"Gọi {written} nhé") == "phone_number"


@given(st.text(max_size=60))
def test_any_text_is_judged_the_same_composed_or_not(text: str) -> None:
    assert finding(unicodedata.normalize("NFD", text)) == finding(
        unicodedata.normalize("NFC", text)
    )
