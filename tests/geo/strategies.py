"""Places for property tests."""

from hypothesis import strategies as st

from geo.points import Point

places = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))
near_the_city = st.builds(Point, st.floats(106, 107.8), st.floats(20, 21.3))
