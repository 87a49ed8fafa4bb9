"""What owners may write: contacts in one form, and descriptions without them. Pure."""

import re
from typing import Final
from urllib.parse import urlsplit

from citizen_api.problems import Said

LONGEST_ADDRESS: Final = 200
HOST: Final = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
PRINTABLE: Final = re.compile(r"[!-~]+")
UNSAFE: Final = re.compile(r"[\"<>\\^`{|}]")
SEPARATORS: Final = re.compile(r"[ .()\u00a0-]")
# Area codes and mobiles have nine or ten digits after +84; 1800 and 1900 are hotlines.
ABROAD: Final = re.compile(r"\+84[2-9][0-9]{8,9}", re.ASCII)
HOTLINE: Final = re.compile(r"1[89]00[0-9]{4,6}", re.ASCII)
FACEBOOK_HOSTS: Final = frozenset({"facebook.com", "fb.com", "fb.me"})
FACEBOOK_NAME: Final = re.compile(r"[A-Za-z0-9.]{1,80}|profile\.php|p/[^/?#]{1,120}")
LINK: Final = re.compile(
    r"https?:|www\.|\b[a-z0-9-]+\.(?:com|vn|net|org|info|me|ly|shop)\b", re.IGNORECASE
)
NUMBERS: Final = re.compile(r"(?:\+?[0-9][ .()-]{0,2}){9,}")
MARKUP: Final = re.compile(r"<[a-z!/?]", re.IGNORECASE)

NO_PHONE: Final = Said(
    "Phải là số điện thoại Việt Nam, như 0225 3842 345 hoặc +84 912 345 678.",
    "This must be a phone number of Vietnam, such as 0225 3842 345 or +84 912 345 678.",
)
NO_WEBSITE: Final = Said(
    "Phải là địa chỉ https:// đến 200 ký tự ASCII, không có tên đăng nhập.",
    "This must be an https:// address of up to 200 ASCII characters, without a login.",
)
NO_FACEBOOK: Final = Said(
    "Phải là địa chỉ một trang trên facebook.com.",
    "This must be the address of a page on facebook.com.",
)
NO_MARKUP: Final = Said("Không dùng thẻ HTML.", "No HTML tags.")
NO_CONTACTS: Final = Said(
    "Liên kết và số điện thoại để ở phần liên hệ, không để trong mô tả.",
    "Links and phone numbers belong to the contacts, not into the description.",
)


class NotTaken(ValueError):
    """What somebody wrote cannot be kept; `said` tells why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def phone(text: str) -> str:
    """A number of Vietnam as +84…, a hotline as it is; raises NotTaken."""
    digits = SEPARATORS.sub("", text)
    if digits.startswith("0084"):
        digits = "+84" + digits[4:]
    elif digits.startswith("0"):
        digits = "+84" + digits[1:]
    if not (ABROAD.fullmatch(digits) or HOTLINE.fullmatch(digits)):
        raise NotTaken(NO_PHONE)
    return digits


def website(text: str) -> str:
    """An address of the web; raises NotTaken."""
    host = _host(text, NO_WEBSITE)
    rest = text.partition("://")[2]
    _, slash, path = rest.partition("/")
    return f"https://{host}{slash}{path}"


def facebook(text: str) -> str:
    """The address of a page of Facebook, always written the same; raises NotTaken."""
    host = _host(text, NO_FACEBOOK)
    if host.removeprefix("www.").removeprefix("m.") not in FACEBOOK_HOSTS:
        raise NotTaken(NO_FACEBOOK)
    parts = urlsplit(text)
    name = parts.path.strip("/")
    if not FACEBOOK_NAME.fullmatch(name):
        raise NotTaken(NO_FACEBOOK)
    who = re.search(r"(?:^|&)id=([0-9]{1,20})(?:&|$)", parts.query, re.ASCII)
    if name == "profile.php":
        if who is None:
            raise NotTaken(NO_FACEBOOK)
        name += f"?id={who[1]}"
    return f"https://www.facebook.com/{name}"


def description(text: str) -> str:
    """Plain words about a venue; raises NotTaken."""
    if MARKUP.search(text):
        raise NotTaken(NO_MARKUP)
    if LINK.search(text) or NUMBERS.search(text):
        raise NotTaken(NO_CONTACTS)
    return text


def _host(text: str, said: Said) -> str:
    """The host of an address; raises NotTaken with what is said."""
    if len(text) > LONGEST_ADDRESS or not PRINTABLE.fullmatch(text):
        raise NotTaken(said)
    if UNSAFE.search(text):
        raise NotTaken(said)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotTaken(said) from None
    host = (parts.hostname or "").lower()
    plain = parts.scheme.lower() in ("http", "https") and "@" not in parts.netloc
    if not plain or port is not None or not HOST.fullmatch(host):
        raise NotTaken(said)
    return host
