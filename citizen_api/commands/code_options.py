"""What the commands about codes are asked with."""

from collections.abc import Callable
from typing import Any

import click

from citizen_api.commands.reports import TIMES, Text
from citizen_api.links.models import Kind
from citizen_api.links.rules import (
    LONGEST,
    LONGEST_ADDRESS,
    NARROWEST_M,
    RADIUS_M,
    WIDEST_M,
)
from geo.points import BadPoint, Point
from qr.codes import BadCode, parse


class CodeType(click.ParamType[str]):
    """A code as people type it."""

    name = "code"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The code as it is stored; a usage error when it cannot be one."""
        try:
            return str(parse(value))
        except BadCode as bad:
            self.fail(str(bad), param, ctx)


class PointType(click.ParamType[Point]):
    """A place on the ground."""

    name = "lat,lon"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Point:
        """The point; a usage error when it is none."""
        try:
            lat, lon = map(float, value.split(","))
            return Point(lon, lat)
        except (ValueError, BadPoint):
            self.fail("latitude and longitude such as 20.8561,106.6822", param, ctx)


Options = Callable[[Callable[..., None]], Callable[..., None]]


def all_of(*options: Options) -> Options:
    """Several options, shown in the order given."""

    def decorated(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


CODE = click.argument("code", type=CodeType())
BY = click.option("--by", required=True, type=Text(LONGEST), help="Who does it.")
KIND = click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What it stands for.",
)
TO = click.option(
    "--to", type=Text(LONGEST_ADDRESS), help="The id, reference or address of that."
)
WHERE = all_of(
    click.option("--at", type=PointType(), help="Where it hangs."),
    click.option(
        "--radius",
        type=click.IntRange(NARROWEST_M, WIDEST_M),
        default=RADIUS_M,
        show_default=True,
        help="Metres around it in which scans are expected.",
    ),
    click.option("--label", type=Text(LONGEST), help="What people call that place."),
)
WHEN = all_of(
    click.option("--starts", type=click.DateTime(TIMES), help="Good from then on."),
    click.option("--ends", type=click.DateTime(TIMES), help="No longer good then."),
    click.option(
        "--fallback",
        type=Text(LONGEST_ADDRESS),
        help="A code or address for the time outside.",
    ),
)
ABOUT = all_of(
    click.option("--campaign", type=Text(LONGEST)),
    click.option("--keeper", type=Text(LONGEST), help="Who looks after it."),
)
