"""citizen links."""

import io
import zipfile
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from click.testing import Result
from sqlalchemy import text

from citizen_api.db import make_engine
from tests.commands.conftest import Citizen
from tests.conftest import close, make_app
from tests.links.codes import PHONE, hanging
from tests.reviews.addresses import VENUE

STREET = "cau-dat-11359"
PUBLIC = "https://anuong.haiphong.gov.vn"


def made(city: Citizen, *more: str) -> str:
    """A new code, made by the command."""
    answer = city("links", "create", "--kind", "venue", "--to", VENUE, *more, *BY)
    assert answer.exit_code == 0, answer.output
    return answer.output[:8]


BY = ("--by", "Lan, Sở VHTT")


def shown(city: Citizen, code: str) -> str:
    return str(city("links", "show", code).output)


def test_a_code_is_made_with_all_about_it(city: Citizen) -> None:
    code = made(
        city,
        *("--at", "20.8535,106.6838", "--radius", "80", "--label", "Cầu Đất 179"),
        *("--campaign", "Tết", "--keeper", "Phường Gia Viên"),
        *("--starts", "2026-12-01", "--ends", "2027-01-01T08:00"),
        *("--fallback", "https://haiphong.gov.vn/"),
    )

    said = shown(city, code)
    for line in (
        f"target: venue {VENUE}",
        "place: 20.8535,106.6838",
        "radius_m: 80",
        "label: Cầu Đất 179",
        "campaign: Tết",
        "keeper: Phường Gia Viên",
        "starts_at: 2026-12-01T00:00:00+07:00",
        "ends_at: 2027-01-01T08:00:00+07:00",
        "fallback: https://haiphong.gov.vn/",
    ):
        assert f"{line}\n" in said
    assert "Lan, Sở VHTT: create" in said


def test_a_code_is_changed_and_its_history_told(city: Citizen) -> None:
    code = made(city)
    typed = f"{code[:4].lower()}-{code[4:]}"
    verbs = (
        ("retarget", typed, "--kind", "page", "--to", "/about"),
        ("hang", typed, "--at", "20.85,106.68", "--label", "Ga"),
        ("limit", typed, "--ends", "2027-01-01"),
        ("hand-over", typed, "--to", "Ga Hải Phòng"),
        ("revoke", typed),
    )

    for words in verbs:
        assert city("links", *words, *BY).exit_code == 0

    lines = shown(city, code).splitlines()[-5:]
    for verb, line in zip(verbs, lines, strict=True):
        assert f": {verb[0].replace('-', ' ')}  " in line
    assert f"target venue {VENUE} -> target page /about" in lines[0]


def test_the_audit_log_tells_what_the_command_did(
    city: Citizen, fresh_url: str
) -> None:
    code = made(city)
    for words in (
        ("hand-over", code, "--to", "Ga"),
        ("hand-over", code, "--to", "Ga"),
        ("revoke", code),
    ):
        assert city("links", *words, *BY).exit_code == 0
    city("links", "posters", "--street", STREET, "--size", "A6")

    told = entries(fresh_url)
    assert [each["action"] for each in told] == [
        *("code.given", "code.changed", "code.revoked", "code.printed"),
    ]
    assert {each["actor"] for each in told} == {"command"}
    named = {"code": code, "by": BY[1]}
    assert told[0]["detail"] == named | {"kind": "venue"}
    assert told[1]["detail"] == named | {"fields": ["keeper"]}
    assert told[2]["detail"] == named


def entries(url: str) -> list[dict[str, Any]]:
    """What the audit log says of codes, the oldest first."""
    asked = text("SELECT fields FROM audit_events ORDER BY seq")
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        every = list(connection.scalars(asked))
    engine.dispose()
    return [each for each in every if each["action"].startswith("code.")]


def test_who_does_it_must_be_said(city: Citizen) -> None:
    code = made(city)

    for words in (
        ("create", "--kind", "venue", "--to", VENUE),
        ("retarget", code, "--kind", "venue", "--to", VENUE),
        ("hang", code),
        ("limit", code),
        ("hand-over", code, "--to", "x"),
        ("revoke", code),
        ("resolve", code, "far", "--note", "x"),
    ):
        refused = city("links", *words)
        assert (refused.exit_code, "--by" in refused.output) == (2, True)
        assert city("links", *words, "--by", " ").exit_code == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("revoke", "22222222"), 1, "there is no such code"),
        (("revoke", "F4K4FVP5"), 2, "not a short code"),
        (("create", "--kind", "venue", "--to", "nowhere"), 1, "There is no venue"),
        (("create", "--kind", "page", "--to", "javascript:x"), 1, "https://"),
        (("create", "--kind", "venue"), 2, "--street"),
        (("create", "--street", STREET, "--kind", "venue"), 2, "--street alone"),
        (("create", "--street", "nowhere"), 1, "no such code, flag or street"),
        (("create", "--kind", "venue", "--to", "\udcff"), 2, "control"),
        (("create", "--street", "\udcff"), 2, "control"),
        (("revoke", "F4K4FVP4", "--by", "0912345678"), 1, "number of somebody"),
        (("limit", "F4K4FVP4", "--fallback", "\udcff"), 2, "control"),
        (("retarget", "F4K4FVP4"), 2, "--kind and --to"),
        (("hang", "F4K4FVP4", "--at", "here"), 2, "latitude and longitude"),
        (("hang", "F4K4FVP4", "--at", "106.68,20.85"), 2, "latitude and longitude"),
        (("hang", "F4K4FVP4", "--radius", "1"), 2, "30<=x<=5000"),
        (("limit", "F4K4FVP4", "--fallback", "/about"), 1, "needs a time"),
        (("limit", "F4K4FVP4", "--starts", "tomorrow"), 2, "does not match"),
        (("resolve", "F4K4FVP4", "far", "--note", "x"), 1, "no such code, flag"),
    ],
)
def test_what_cannot_be_is_one_clear_line(
    city: Citizen, words: tuple[str, ...], code: int, said: str
) -> None:
    refused = city("links", *(words if "--by" in words else (*words, *BY)))

    assert refused.exit_code == code
    assert said in refused.output
    assert "Traceback" not in refused.output


def test_every_venue_of_a_street_gets_a_code(city: Citizen) -> None:
    answer = city("links", "create", "--street", STREET, *BY)

    lines = answer.output.splitlines()
    assert len(lines) == 5
    assert VENUE in [line.split()[1] for line in lines]
    assert "label: Cầu Đất 179" in shown(city, made_for(answer, VENUE))


def made_for(answer: Result, venue: str) -> str:
    lines = answer.output.splitlines()
    return str(next(line[:8] for line in lines if line.endswith(venue)))


def test_flags_and_scans_are_listed_until_they_are_seen_to(
    city: Citizen, fresh_url: str
) -> None:
    app = make_app(fresh_url)
    code, client = hanging(app), app.test_client()
    told = {"kind": "pasted_over", "text": "Dán\nđè"}
    client.post(f"/v1/links/{code}/reports", json=told)
    client.get(f"/q/{code}?s=1", headers={"User-Agent": PHONE})
    close(app)

    assert f"{code}  pasted_over x1  2026-11-21 to 2026-11-21  Dán đè\n1 flags\n" == (
        city("links", "list").output
    )
    scans = city("links", "scans", "--code", code, "--days", "3660").output
    assert scans.splitlines()[1].split() == ["2026-11-21", *"10000"]
    seen = ("resolve", code, "pasted_over", "--note", "dán lại", *BY)
    assert city("links", *seen).exit_code == 0
    assert city("links", "list").output == "0 flags\n"
    assert "flag: pasted_over x1, seen to" in shown(city, code)


def test_without_flags_and_scans_it_says_so(city: Citizen) -> None:
    assert city("links", "list").output == "0 flags\n"
    assert city("links", "scans").output.startswith("day ")


@pytest.mark.parametrize(("size", "symbols"), [("A6", 1), ("stickers", 12)])
def test_a_zip_of_posters_is_written_as_it_is_drawn(
    city: Citizen, size: str, symbols: int
) -> None:
    answer = city(
        "links", "posters", "--street", STREET, "--size", size, PUBLIC_URL=PUBLIC
    )

    archive = zipfile.ZipFile(io.BytesIO(answer.stdout_bytes))
    names = archive.namelist()
    assert len(names) == 6
    assert "venue-banh-da-cua-be-ba-cu-F4K4FVP4.pdf" in names
    assert "6/6  " in answer.stderr
    for name in names[:2]:
        page = pypdfium2.PdfDocument(archive.read(name))[0]
        found = zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))
        code = name.removesuffix(".pdf")[-8:]
        assert [each.text for each in found] == [f"{PUBLIC}/q/{code}?s=1"] * symbols


def test_posters_of_no_street_are_none(city: Citizen) -> None:
    refused = city("links", "posters", "--street", "nowhere")

    assert (refused.exit_code, refused.stdout_bytes) == (1, b"")
    assert "there is no street nowhere" in refused.stderr
