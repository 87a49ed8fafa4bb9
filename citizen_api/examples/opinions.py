"""The answers about reviews that are voted on, answered, reported and judged."""

from typing import Any, Final

from sqlalchemy import text

from citizen_api.devices.actions import register
from citizen_api.examples.asking import City
from citizen_api.roles.models import Role, RoleHeld

VENUE: Final = "banh-mi-cay-ba-gia"
MINE: Final = f"/v1/venues/{VENUE}/reviews/mine"
CASES: Final = "/v1/moderation/cases"
OWNER: Final = "P021"
MODERATORS: Final = ("P022", "P023")
ANY: Final = {"If-Match": "*"}
DATED: Final = text(
    "UPDATE reviews SET created_at = :moment, updated_at = :moment"
    " WHERE created_at > :moment OR created_at < :moment - interval '1 day'"
)
VERSIONS_DATED: Final = text("UPDATE review_versions SET written_at = :moment")


def opinion_answers(city: City) -> dict[str, Any]:
    """The answer to each question about what is done with reviews, by name."""
    writer, reader = _phone(city, "writer"), _phone(city, "reader")
    owner = _staff(city, OWNER, Role.VENUE_OWNER, VENUE)
    first, second = (_staff(city, who, Role.MODERATOR, "") for who in MODERATORS)
    said = {"stars": 4, "text": "Bánh giòn, pa tê thơm."}
    number = city.ask("PUT", MINE, writer, said)["id"]
    city.ask("PUT", MINE, writer | ANY, said | {"stars": 2, "text": "Hôm nay nguội."})
    with city.database.sessions.begin() as session:
        session.execute(DATED, {"moment": city.now})
        session.execute(VERSIONS_DATED, {"moment": city.now})
    one = f"/v1/reviews/{number}"
    reply = {"text": "Cảm ơn bạn, quán đã đổi lò nướng."}
    fault = {"reason": "not_a_visit", "text": "Hôm đó quán nghỉ."}
    found = {
        "list_my_review_versions": city.get(f"{MINE}/versions", writer),
        "vote_helpful": city.ask("PUT", f"{one}/helpful", reader),
        "reply_to_review": city.ask("PUT", f"{one}/reply", owner, reply),
        "report_review": city.ask("POST", f"{one}/reports", reader, fault),
    }
    listed = city.get(f"{CASES}?state=open&kind=review_report", first)
    case = f"{CASES}/{listed['items'][0]['id']}"
    found |= {"list_cases": listed, "get_case": city.get(case, first)}
    city.wait()
    verdict = {"decision": "drop", "note": "Quán nghỉ cả ngày hôm đó."}
    found["decide_case"] = city.ask("POST", f"{case}/decision", first, verdict)
    words = {"text": "Tôi ăn ở đó hôm trước, ghi nhầm ngày."}
    city.wait()
    appeal = city.ask("POST", f"{one}/appeals", writer, words)
    grant = {"decision": "grant", "note": None}
    city.wait()
    city.ask("POST", f"{CASES}/{appeal['case_id']}/decision", second, grant)
    log = "/v1/moderation/log"
    return found | {
        "appeal_review": appeal,
        "list_my_review_reports": city.get("/v1/devices/mine/review-reports", reader),
        "list_moderation_log": city.get(f"{log}?venue={VENUE}"),
        "count_moderation_log": city.get(f"{log}/counts"),
    }


def _phone(city: City, name: str) -> dict[str, str]:
    key, secret = f"an-example-of-a-{name}", city.app.config["SIGNING_KEY"]
    with city.database.sessions.begin() as session:
        return {"Authorization": f"Bearer {register(session, key=key, secret=secret)}"}


def _staff(city: City, name: str, role: Role, scope: str) -> dict[str, str]:
    who = city.sign_in(name)
    with city.database.sessions.begin() as session:
        session.add(
            RoleHeld(
                person_id=who.person,
                role=role,
                scope=scope,
                valid_from=city.now,
                granted_by="command",
                granted_at=city.now,
            )
        )
    return who.headers
