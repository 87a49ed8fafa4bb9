"""What testers turn: scenarios, personas, the clock, the keys. JSON in and out."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from identity import IdentityError
from identity.simulators.personas import BadPersona
from identity.simulators.vneid import catalogue, clock, keys, scenarios
from identity.simulators.vneid.bodies import (
    BadRequest,
    body_of,
    moment,
    number,
    text,
)
from identity.simulators.vneid.context import db, now

__all__ = ["NotThere", "blueprint"]

blueprint = Blueprint("harness", __name__)
FIELDS = {"name", "client_id", "persona", "milliseconds", "times"}


class NotThere(IdentityError):
    """There is no such persona."""


@blueprint.get("/scenario")
def show_scenarios() -> Response:
    """What is switched on."""
    rows = [asdict(each) for each in scenarios.listed(db())]
    for row in rows:
        row["persona"] = row.pop("persona_id")
    return jsonify(scenarios=rows, names=scenarios.NAMES)


@blueprint.put("/scenario")
def put_scenario() -> Response:
    """Switch one on; `{"name": null}` switches off, as does DELETE."""
    body = body_of(FIELDS)
    client_id, persona_id = text(body, "client_id"), text(body, "persona")
    if body.get("name") is None:
        scenarios.clear(db(), client_id, persona_id)
    else:
        scenario = scenarios.Scenario(
            text(body, "name"),
            client_id,
            persona_id,
            number(body, "milliseconds") or 0,
            number(body, "times"),
        )
        scenarios.switch_on(db(), scenario)
    return show_scenarios()


@blueprint.delete("/scenario")
def delete_scenario() -> Response:
    """Switch off those of `client_id`, of `persona`, or all."""
    client_id, persona_id = (
        text(request.args, "client_id"),
        text(request.args, "persona"),
    )
    scenarios.clear(db(), client_id, persona_id)
    return show_scenarios()


@blueprint.get("/personas")
def show_personas() -> Response:
    """All personas."""
    return jsonify(
        personas=[catalogue.as_json(each) for each in catalogue.listed(db())]
    )


@blueprint.get("/personas/<persona_id>")
def show_persona(persona_id: str) -> Response:
    """One persona."""
    persona = catalogue.find(db(), persona_id)
    if persona is None:
        raise NotThere("there is no such persona")
    return jsonify(catalogue.as_json(persona))


@blueprint.put("/personas/<persona_id>")
def put_persona(persona_id: str) -> Response:
    """Make or change a persona; its number must be of the province 099."""
    body = body_of(None)
    if body.get("id", persona_id) != persona_id:
        raise BadPersona("the id in the body is another")
    persona = catalogue.put(db(), {**body, "id": persona_id})
    return jsonify(catalogue.as_json(persona))


@blueprint.delete("/personas/<persona_id>")
def delete_persona(persona_id: str) -> Response:
    """Delete a persona; a shipped one comes back when the simulator starts again."""
    if not catalogue.remove(db(), persona_id):
        raise NotThere("there is no such persona")
    return jsonify({})


@blueprint.get("/clock")
def show_clock() -> Response:
    """What the clock shows."""
    return jsonify(now=now().isoformat())


@blueprint.put("/clock")
def put_clock() -> Response:
    """`{"offset_seconds": n}` lets it run ahead, `{"stands_at": time}` stops it."""
    body = body_of({"offset_seconds", "stands_at"})
    if ("offset_seconds" in body) == ("stands_at" in body):
        raise BadRequest("either offset_seconds or stands_at")
    if "stands_at" in body:
        clock.stand_still(db(), moment(body["stands_at"]))
    else:
        clock.shift(db(), number(body, "offset_seconds") or 0)
    return jsonify(body)


@blueprint.delete("/clock")
def delete_clock() -> Response:
    """Let the clock show the real time."""
    clock.reset(db())
    return jsonify({})


@blueprint.get("/keys")
def show_keys() -> Response:
    """The published keys and where they stand in the drill."""
    return jsonify(keys=keys.listed(db()))


@blueprint.post("/keys")
def turn_keys() -> Response:
    """The next step of the drill: `{"step": "publish" | "use" | "retire"}`."""
    step = keys.STEPS.get(text(body_of({"step"}), "step"))
    if step is None:
        raise BadRequest("step is publish, use or retire")
    step(db())
    return show_keys()
