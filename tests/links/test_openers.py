"""Who opens a code, told from what it says of itself."""

import pytest

from citizen_api.links.models import Device
from citizen_api.links.openers import device_of, is_fetched_for_others

FETCHERS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "Viber/20.5.0 CFNetwork/1408 Darwin/22.5.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy 1.136 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like"
    " Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot",
    "SkypeUriPreview Preview/0.5",
    "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com",
    "facebookexternalhit/1.1;line-poker/1.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/41 Mobile Safari/537.36"
    " (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +http://naver.me/spd)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 11) Mobile Safari/537.36 Chrome-Lighthouse",
    "ia_archiver",
]
PEOPLE = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1": "phone",
    "Mozilla/5.0 (Linux; Android 14; SM-A146P) Chrome/130 Mobile": "phone",
    "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/130 Mobile": "phone",
    "Mozilla/5.0 (Linux; Android 10; CUBOT_X50) Chrome/130 Mobile": "phone",
    "Mozilla/5.0 (Linux; Android 13) Mobile Safari/537.36 Zalo android/12110": "phone",
    "Mozilla/5.0 (Linux; Android 13; KAKAOTALK 10.2) Mobile": "phone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Line/13.19 [FBAN/FBIOS]": "phone",
    "QR Scanner/3.1 (Android 12)": "phone",
    "HaiPhong/1.0 CFNetwork/1490 Darwin/23.0": "phone",
    "okhttp/4.12.0": "phone",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537.36": "desktop",
    "Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/130 Chrome/124": "desktop",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0": "desktop",
    "curl/8.5.0": "bot",
    "python-requests/2.32": "bot",
    "": "bot",
}


@pytest.mark.parametrize("agent", FETCHERS)
def test_previews_and_crawlers_are_no_scans(agent: str) -> None:
    assert is_fetched_for_others({"user-agent": agent})


@pytest.mark.parametrize(("agent", "device"), PEOPLE.items())
def test_people_and_plain_programs_are_scans(agent: str, device: str) -> None:
    assert not is_fetched_for_others({"user-agent": agent})
    assert device_of({"user-agent": agent}) is Device(device)


@pytest.mark.parametrize(
    "header",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-purpose": "preview"},
        {"x-moz": "prefetch"},
    ],
)
def test_what_a_browser_guesses_is_no_scan(header: dict[str, str]) -> None:
    assert is_fetched_for_others({"user-agent": "Android Mobile"} | header)


def test_a_phone_may_say_so_by_a_hint() -> None:
    assert device_of({"user-agent": "", "sec-ch-ua-mobile": "?1"}) is Device.PHONE


def test_a_name_without_end_is_read_to_a_point() -> None:
    agent = "x" * 100_000 + "Googlebot"

    assert not is_fetched_for_others({"user-agent": agent})
    assert device_of({"user-agent": agent}) is Device.BOT
