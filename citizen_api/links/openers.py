"""Who opens a code: a phone, a desktop, a program; or nobody yet. Pure.

A link that is sent to a friend is fetched by the messenger for its preview, by search
engines, and by browsers that guess what is tapped next. None of them is a scan, and
the address is not looked at: only what the caller says of itself.
"""

import re
from collections.abc import Mapping

from citizen_api.links.models import Device

# What fetches links for others: previews, search engines, monitors. Browsers inside
# apps (Zalo, KakaoTalk, LINE, QR scanners) are people, and so are CUBOT phones.
FETCHERS = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot[_-]|\+https?://|crawl|spider|slurp|archiver"
    r"|facebookexternalhit|facebookcatalog|meta-external|^whatsapp|^viber|^telegram"
    r"|skypeuripreview|slack-imgproxy|kakaotalk-scrap|line-poker|urlpreview"
    r"|bingpreview|web preview|embedly|iframely|vkshare|mediapartners|feedfetcher"
    r"|google-(?:safety|inspectiontool|read-aloud|site-verification)|googleother"
    r"|yeti/|daumoa|lighthouse|pagespeed|pingdom|uptime|headlesschrome|ms-office"
    r"|microsoft office",
    re.IGNORECASE,
)
PHONES = re.compile(
    r"mobile|android|iphone|ipad|ipod|cfnetwork|okhttp|dart/|kaios|harmonyos",
    re.IGNORECASE,
)
DESKTOPS = re.compile(r"windows nt|macintosh|x11;|cros ", re.IGNORECASE)
GUESSES = {
    "sec-purpose": re.compile("prefetch|prerender", re.IGNORECASE),
    "purpose": re.compile("prefetch|preview", re.IGNORECASE),
    "x-purpose": re.compile("preview|instant", re.IGNORECASE),
    "x-moz": re.compile("prefetch", re.IGNORECASE),
}
READ_AT_MOST = 400


def is_fetched_for_others(headers: Mapping[str, str]) -> bool:
    """Whether nobody looks: a preview, a crawler, or a browser's guess.

    `headers`: those of the request, by their names in small letters.
    """
    if FETCHERS.search(headers.get("user-agent", "")[:READ_AT_MOST]):
        return True
    return any(
        guess.search(headers.get(name, "")[:READ_AT_MOST])
        for name, guess in GUESSES.items()
    )


def device_of(headers: Mapping[str, str]) -> Device:
    """What opened it; a program that names no phone and no desktop is a bot."""
    agent = headers.get("user-agent", "")[:READ_AT_MOST]
    if headers.get("sec-ch-ua-mobile") == "?1" or PHONES.search(agent):
        return Device.PHONE
    return Device.DESKTOP if DESKTOPS.search(agent) else Device.BOT
