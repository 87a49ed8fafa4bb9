"""Answers as the gateway writes them: its field names, dates and prose."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from identity.simulators.gateway.accounts import Ticket
from identity.simulators.gateway.register import Verdict, wire_date
from identity.simulators.personas import Insurance, Persona, Visit

__all__ = ["CODES", "Check", "failure", "query_answer", "ticket_answer"]

Check = tuple[str, datetime, str]

CODES: Final = {
    "000": "Thẻ còn giá trị sử dụng",
    "001": "Thẻ do BHXH Bộ Quốc phòng quản lý, đề nghị kiểm tra giấy tờ tùy thân",
    "002": "Thẻ do BHXH Bộ Công an quản lý, đề nghị kiểm tra giấy tờ tùy thân",
    "003": "Thẻ cũ hết giá trị sử dụng, đã được cấp thẻ mới",
    "003.1": "Thẻ đã được gia hạn",
    "004": "Thẻ cũ còn giá trị sử dụng nhưng đã được cấp thẻ mới",
    "010": "Thẻ hết giá trị sử dụng",
    "050": "Không thấy thông tin thẻ BHYT",
    "051": "Mã thẻ không đúng",
    "052": "Mã tỉnh cấp thẻ (ký tự thứ 4, 5) không đúng",
    "053": "Mã quyền lợi thẻ (ký tự thứ 3) không đúng",
    "054": "CCCD của cán bộ tra cứu không có trong danh sách",
    "055": "Họ tên cán bộ tra cứu không khớp CCCD",
    "060": "Thẻ sai họ tên",
    "061": "Thẻ sai họ tên (đúng ký tự đầu)",
    "070": "Thẻ sai ngày sinh",
    "080": "Thẻ sai giới tính",
    "090": "Thẻ sai nơi đăng ký khám chữa bệnh ban đầu",
    "100": "Lỗi khi lấy dữ liệu sổ thẻ",
    "101": "Lỗi máy chủ",
    "110": "Thẻ đã thu hồi",
    "120": "Thẻ đã báo giảm",
    "121": "Thẻ đã báo giảm: giảm chuyển ngoại tỉnh",
    "122": "Thẻ đã báo giảm: giảm chuyển nội tỉnh",
    "123": "Thẻ đã báo giảm: thu hồi do tăng lại tại cùng đơn vị",
    "124": "Thẻ đã báo giảm: ngừng tham gia",
    "130": "Trẻ em không xuất trình thẻ",
    "205": "Lỗi sai định dạng tham số",
    "401": "Lỗi xác thực tài khoản",
}

# Codes before anybody is found: they tell of no one.
SILENT: Final = frozenset(
    (
        *("050", "051", "052", "053", "054", "055", "060", "061", "070", "080", "090"),
        *("100", "101", "205", "401"),
    )
)

EMPTY: Final = dict.fromkeys(
    (
        *("maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH"),
        *("gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam", "maSoBHXH", "maTheCu"),
        *("maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi"),
        *("dsLichSuKCB2018", "dsLichSuKT2018"),
    )
)


def ticket_answer(ticket: Ticket) -> dict[str, Any]:
    """What signing in answers."""
    key = {
        "access_token": ticket.token,
        "id_token": ticket.id_token,
        "token_type": "Bearer",
        "username": ticket.username,
        "expires_in": ticket.expires_at.isoformat(),
    }
    return {"maKetQua": "200", "APIKey": key, "sim": True}


def failure(code: str) -> dict[str, Any]:
    """An answer that tells of nobody, with the code and its words."""
    return {"maKetQua": code, "ghiChu": CODES[code], **EMPTY, "sim": True}


def query_answer(verdict: Verdict, history: Iterable[Check]) -> dict[str, Any]:
    """What a query answers; `history` is who checked this person before."""
    person = verdict.found
    if person is None or person.insurance is None or verdict.code in SILENT:
        return failure(verdict.code)
    held = person.insurance
    return {
        **failure(verdict.code),
        **about(person, held),
        **about_card(held),
        "ghiChu": prose(verdict.code, person, held),
        "dsLichSuKCB2018": [visit_row(each) for each in held.visits],
        "dsLichSuKT2018": [check_row(each) for each in history],
    }


def about(person: Persona, held: Insurance) -> dict[str, Any]:
    """The person."""
    birth = held.birth or person.birth
    return {
        "hoTen": held.name or person.name,
        "ngaySinh": birth if len(birth) == 4 else wire_date(date.fromisoformat(birth)),
        "gioiTinh": "Nam" if person.sex == "male" else "Nữ",
        "diaChi": person.residence,
        "maSoBHXH": held.social_number,
    }


def about_card(held: Insurance) -> dict[str, Any]:
    """The card, and the one that replaced it."""
    fields = {
        "maThe": held.card,
        "maDKBD": held.facility_code,
        "cqBHXH": held.agency,
        "gtTheTu": wire_date(held.valid_from),
        "gtTheDen": wire_date(held.valid_to),
        "maKV": held.area,
        "ngayDu5Nam": held.five_years_from and wire_date(held.five_years_from),
    }
    if after := held.replacement:
        fields |= {
            "maTheMoi": after.card,
            "gtTheTuMoi": wire_date(after.valid_from),
            "gtTheDenMoi": wire_date(after.valid_to),
            "maDKBDMoi": after.facility_code,
            "tenDKBDMoi": after.facility_name,
        }
    return fields


def prose(code: str, person: Persona, held: Insurance) -> str:
    """The remark, which repeats personal data as the real one does."""
    parts = [
        f"{CODES[code]}!",
        f"Họ tên: {held.name or person.name}, thẻ {held.card}",
        f"(ĐC: {person.residence}; Nơi KCBBĐ: {held.facility_code};",
        f"Hạn thẻ: {wire_date(held.valid_from)} - {wire_date(held.valid_to)}).",
    ]
    if held.copay_exempt:
        parts.append("Miễn cùng chi trả.")
    return " ".join(parts)


def visit_row(visit: Visit) -> dict[str, str]:
    """One stay; moments are yyyymmddhhmm."""
    return {
        "maHoSo": visit.record,
        "maCSKCB": visit.facility_code,
        "ngayVao": f"{visit.arrived:%Y%m%d}0800",
        "ngayRa": f"{visit.left:%Y%m%d}1600",
        "tenBenh": visit.disease,
        "tinhTrang": visit.state,
        "kqDieuTri": visit.outcome,
    }


def check_row(check: Check) -> dict[str, str]:
    """One earlier look-up."""
    username, at, code = check
    return {
        "userKT": username,
        "thoiGianKT": f"{at:%Y%m%d%H%M}",
        "thongBao": CODES[code],
        "maLoi": code,
    }
