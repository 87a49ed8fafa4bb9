"""The answers about accounts, emergencies, breaches and rights; all are invented."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from citizen_api.accounts.consenting import keep_consents
from citizen_api.accounts.registering import DEMO_CLIENTS, register_client
from citizen_api.breaches.actions import detect
from citizen_api.examples.asking import APP, MOMENT, City, Known, someone
from citizen_api.examples.insurance import STAFF, looked_up
from citizen_api.http.session import key_ring
from citizen_api.rights.exporting import step
from citizen_api.roles.models import Role

ME: Final = "P001"
OFFICER: Final = "P017"
GLASSES: Final = "/v1/insurance/break-glass"
BREACHES: Final = "/v1/breaches"
EXPORTS: Final = "/v1/me/exports"
ERASURE: Final = "/v1/me/erasure"
REQUESTS: Final = "/v1/me/requests"
TO_ANSWER: Final = "/v1/rights/requests"
DATED: Final = text("UPDATE people SET created_at = :moment")


def people_answers(city: City) -> dict[str, Any]:
    """The answer to each question about people, by name; `connect` was called."""
    with city.database.sessions.begin() as session:
        register_client(session, DEMO_CLIENTS[0])
    city.sign_in(ME)
    city.wait()
    me = city.sign_in(ME, device="iPhone")
    officer = city.sign_in(OFFICER, Role.BREAK_GLASS_REVIEWER, Role.PRIVACY_OFFICER)
    with city.database.sessions.begin() as session:
        session.execute(DATED, {"moment": MOMENT})
    return {
        **accounts(city, me),
        **emergencies(city, officer),
        **breaches(city, officer),
        "list_access_log": city.get("/v1/me/access-log", me.headers),
        **requests(city, me, officer),
        **exports(city, me),
        **erasures(city, me),
    }


def accounts(city: City, me: Known) -> dict[str, Any]:
    """Who I am, where I am signed in, what I allowed."""
    for claim in ("profile", "insurance"):
        city.wait()
        with city.database.sessions.begin() as session:
            keep_consents(
                session,
                me.person,
                APP,
                [claim],
                language="vi",
                session_id=me.session,
                now=city.now,
            )
    return {
        "show_me": city.get("/v1/me", me.headers),
        "list_my_sessions": city.get("/v1/me/sessions", me.headers),
        "list_consents": city.get("/v1/me/consents", me.headers),
    }


def emergencies(city: City, officer: Known) -> dict[str, Any]:
    """An emergency that was none: opened, used, reviewed."""
    staff, who = city.sign_in(STAFF), someone(ME)
    looked_up(city, staff, ME)
    city.wait()
    body = {
        "number": who.number,
        "name": who.name,
        "birth": who.birth,
        "reason": "Bất tỉnh sau tai nạn, cần biết mức hưởng trước khi mổ.",
    }
    broken = city.ask("POST", GLASSES, staff.headers, body)
    city.wait()
    looked_up(city, staff, ME, purpose="emergency", break_glass=broken["id"])
    one, opinion = f"{GLASSES}/{broken['id']}", "Không có ca cấp cứu nào vào giờ đó."
    found = {
        "break_glass": broken,
        "list_break_glass": city.get(GLASSES, officer.headers),
    }
    body = {"verdict": "not_justified", "opinion": opinion}
    city.ask("POST", f"{one}/review", officer.headers, body)
    return found | {"get_break_glass": city.get(one, officer.headers)}


def breaches(city: City, officer: Known) -> dict[str, Any]:
    """What the review opened: read, assessed, told to the authority."""
    with city.database.sessions.begin() as session:
        (breach,) = detect(session, now=city.now)
    one, who = f"{BREACHES}/{breach}", officer.headers
    found = {
        "list_breaches": city.get(BREACHES, who),
        "get_breach": city.get(one, who),
    }
    said = {"harm": "possible", "assessment": "Nhân viên xem thẻ của người quen."}
    city.wait()
    found["assess_breach"] = city.ask("PATCH", one, {**who, "If-Match": "*"}, said)
    told = {"reference": "A05-2026-000123"}
    found["notify_breach"] = city.ask("POST", f"{one}/notified", who, told)
    return found


def requests(city: City, me: Known, officer: Known) -> dict[str, Any]:
    """What I want put right, and the answer to it."""
    wish = {"kind": "rectification", "words": "Ngày sinh đúng là 14-05-1990."}
    asked = city.ask("POST", REQUESTS, me.headers, wish)
    waiting = city.get(TO_ANSWER, officer.headers)
    city.wait()
    said = {"state": "done", "answer": "Đã sửa ngày sinh."}
    one = f"{TO_ANSWER}/{asked['id']}/answer"
    return {
        "ask_request": asked,
        "list_requests_to_answer": waiting,
        "answer_request": city.ask("POST", one, officer.headers, said),
        "list_requests": city.get(REQUESTS, me.headers),
    }


def exports(city: City, me: Known) -> dict[str, Any]:
    """All that is kept of me."""
    asked = city.ask("POST", EXPORTS, me.headers)
    export, one = UUID(asked["id"]), f"{EXPORTS}/{asked['id']}"
    with city.app.app_context():
        while step(city.database, key_ring(), export, now=city.now):
            pass
    return {
        "ask_export": asked,
        "get_export": city.get(one, me.headers),
        "get_export_file": city.get(f"{one}/file", me.headers),
    }


def erasures(city: City, me: Known) -> dict[str, Any]:
    """Being erased: asked for, taken back, asked for again, and done."""
    asked = city.ask("POST", ERASURE, me.headers)
    found = {
        "get_erasure": asked,
        "cancel_erasure": city.ask("DELETE", ERASURE, me.headers),
    }
    city.wait()
    city.ask("POST", ERASURE, me.headers)
    confirmed = city.ask("POST", f"{ERASURE}/confirmation", me.headers)
    return found | {"confirm_erasure": confirmed}
