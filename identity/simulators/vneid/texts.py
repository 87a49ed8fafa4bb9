"""The words of the pages, in Vietnamese and English."""

from typing import Final

from flask import request

__all__ = ["LANGUAGES", "TEXTS", "language_of", "text_in"]

LANGUAGES: Final = ("vi", "en")
TEXTS: Final = {
    "simulator": (
        "Hệ thống mô phỏng. Mọi người ở đây đều không có thật.",
        "A simulator. Nobody here is real.",
    ),
    "sign_in": ("Đăng nhập VNeID", "Sign in with VNeID"),
    "choose": ("Chọn người dùng thử", "Choose a test person"),
    "go_on": ("Đăng nhập", "Sign in"),
    "for_client": ("để tiếp tục với", "to go on to"),
    "closed": (
        "Tài khoản này đang bị khóa. Hãy chọn người khác.",
        "This account is locked. Choose another person.",
    ),
    "nobody": ("Hãy chọn một người trong danh sách.", "Choose a person from the list."),
    "level": ("Mức", "Level"),
    "higher_level": (
        "Ứng dụng cần tài khoản định danh mức 2.",
        "The app needs an account of level 2.",
    ),
    "consent": ("Chia sẻ thông tin", "Share your data"),
    "asks": ("muốn biết:", "asks for:"),
    "what": ("Thông tin", "What"),
    "purpose": ("Mục đích", "What for"),
    "allow": ("Đồng ý", "Allow"),
    "deny": ("Từ chối", "Deny"),
    "signed_in_as": ("Bạn là", "You are"),
    "sign_out": ("Đăng xuất VNeID", "Sign out of VNeID"),
    "sign_out_question": ("Bạn muốn đăng xuất?", "Do you want to sign out?"),
    "signed_out": ("Bạn đã đăng xuất.", "You have signed out."),
    "refused": ("Không thể tiếp tục", "This cannot go on"),
    "expired": (
        "Trang đã hết hạn. Hãy bắt đầu lại từ ứng dụng.",
        "This page is too old. Start again from the app.",
    ),
    "foreign_form": (
        "Biểu mẫu không phải của trang này. Hãy bắt đầu lại từ ứng dụng.",
        "The form is not of this page. Start again from the app.",
    ),
    "bad_request": (
        "Yêu cầu của ứng dụng không hợp lệ.",
        "The app's request is not valid.",
    ),
}


def text_in(language: str, name: str) -> str:
    """A text in a language."""
    return TEXTS[name][LANGUAGES.index(language)]


def language_of(wanted: str = "", otherwise: str | None = None) -> str:
    """`?lang=`, then the first wanted one (`ui_locales`), then what the page had.

    At last what the browser prefers, or Vietnamese.
    """
    for tag in (request.args.get("lang", ""), *wanted.split()):
        if tag.lower()[:2] in LANGUAGES:
            return tag.lower()[:2]
    return otherwise or request.accept_languages.best_match(LANGUAGES) or "vi"
