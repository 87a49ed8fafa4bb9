"""Plans made for tests: those of the city, and any other that may be made."""

from datetime import date

from hypothesis import strategies as st

from citizen_api.tariffs.plans import PLANS, Cap, Plan, Step

DAY_MINUTES = 1440


@st.composite
def made(draw: st.DrawFn) -> Plan:
    """Any plan that billing takes."""
    prices = st.integers(1, 20_000)
    step = Step(draw(prices), draw(st.integers(1, 60)))
    first, minutes = draw(prices), draw(st.integers(1, 500))
    steps = draw(st.integers(1, (DAY_MINUTES - minutes) // step.minutes))
    cap = Cap(first + steps * step.price, draw(st.sampled_from([None, DAY_MINUTES])))
    return Plan(
        id="any",
        name={"vi": "Vé", "en": "Ticket"},
        description={"vi": "Vé", "en": "Ticket"},
        price=first,
        minutes=minutes,
        step=step,
        cap=draw(st.sampled_from([None, cap])),
        pass_hours=None,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        source="test",
    )


plans = st.sampled_from(PLANS) | made()
