"""Scopes, the claims they give, and why they are asked for, in two languages.

VNeID's own claim names are not published beyond a few; the mapping stands only here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from identity.simulators.personas import Persona
from identity.simulators.vneid.secrecy import masked, signed

__all__ = [
    "ACR_VALUES",
    "AMR",
    "AUTH_LEVEL",
    "CLAIMS",
    "SCOPES",
    "TEXT_VERSION",
    "ClaimText",
    "SignedIn",
    "about",
    "subject",
]

TEXT_VERSION: Final = "2026-11-21"
ACR_VALUES: Final = ("LoA1", "LoA2")
# RFC 8176; the private `vn_auth_level` is the level of authentication of Decree
# 69/2024 art. 20.
AMR: Final = {"LoA1": ["pwd"], "LoA2": ["pwd", "otp", "mfa"]}
AUTH_LEVEL: Final = {"LoA1": 1, "LoA2": 2}


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim by name, what it is and what it is for; texts are (vi, en)."""

    claim: str
    what: tuple[str, str]
    purpose: tuple[str, str]


SCOPES: Final[dict[str, tuple[ClaimText, ...]]] = {
    "openid": (
        ClaimText(
            "sub",
            (
                "Mã riêng của bạn với ứng dụng này",
                "A code for you that only this app sees",
            ),
            ("để nhận ra bạn lần sau", "to know you again next time"),
        ),
        ClaimText(
            "acr",
            ("Mức tài khoản VNeID", "The level of your VNeID account"),
            ("để biết bạn được dùng dịch vụ nào", "to know which services you may use"),
        ),
    ),
    "profile": (
        ClaimText(
            "name",
            ("Họ và tên", "Full name"),
            ("để gọi đúng tên bạn", "to call you by your name"),
        ),
        ClaimText(
            "birthdate",
            ("Ngày sinh", "Date of birth"),
            ("để kiểm tra độ tuổi", "to check your age"),
        ),
        ClaimText(
            "gender",
            ("Giới tính", "Sex"),
            ("để đối chiếu với giấy tờ", "to compare with your papers"),
        ),
        ClaimText(
            "vn_cccd_masked",
            (
                "Số định danh, đã che bớt",
                "Personal number, most of its digits hidden",
            ),
            ("để bạn nhận ra tài khoản của mình", "so that you know your account"),
        ),
    ),
    "address": (
        ClaimText(
            "address",
            ("Nơi cư trú", "Place of residence"),
            ("để điền địa chỉ giúp bạn", "to fill in your address"),
        ),
    ),
    "vn_cccd": (
        ClaimText(
            "vn_cccd",
            ("Số định danh cá nhân, đủ 12 số", "Personal number, all 12 digits"),
            (
                "để tra cứu bảo hiểm y tế của bạn",
                "to look up your health insurance",
            ),
        ),
    ),
    "offline_access": (
        ClaimText(
            "refresh_token",
            ("Giữ đăng nhập, nhiều nhất 30 ngày", "Stay signed in, at most 30 days"),
            ("để khỏi đăng nhập lại mỗi lần", "so that you need not sign in each time"),
        ),
    ),
}
CLAIMS: Final = (
    *("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"),
    *("vn_auth_level", "sim", "name", "birthdate", "gender", "vn_cccd_masked"),
    *("address", "vn_cccd"),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, when, how surely, and in which session."""

    persona: Persona
    acr: str
    auth_time: datetime
    sid: str


def about(persona: Persona, scope: str) -> dict[str, Any]:
    """What the scopes tell of a person (OpenID Connect Core 5.1)."""
    scopes, told = scope.split(), dict[str, Any]()
    if "profile" in scopes:
        told["name"] = persona.name
        told["birthdate"] = persona.birth
        told["gender"] = persona.sex
        told["vn_cccd_masked"] = masked(persona.number)
    if "address" in scopes:
        told["address"] = {"formatted": persona.residence, "country": "VN"}
    if "vn_cccd" in scopes:
        told["vn_cccd"] = persona.number
    return told


def subject(salt: str, sector: str, persona_id: str) -> str:
    """The pairwise subject of a person in a sector (OpenID Connect Core 8.1)."""
    return signed(salt, sector, persona_id)
