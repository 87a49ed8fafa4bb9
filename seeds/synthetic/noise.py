"""Numbers that look random and follow from a venue's number alone."""

from typing import Any, Final

import numpy
from numpy.typing import NDArray

Numbers = NDArray[numpy.uint64]
Floats = NDArray[numpy.float64]
Whole = NDArray[numpy.int64]

# The steps of SplitMix64 (Steele, Lea, Flood 2014), written out so that no release of
# a library can change the city.
GOLDEN: Final = numpy.uint64(0x9E3779B97F4A7C15)
FIRST: Final = numpy.uint64(0xBF58476D1CE4E5B9)
SECOND: Final = numpy.uint64(0x94D049BB133111EB)
STREAMS: Final = numpy.uint64(1 << 32)


def noise(numbers: Numbers, stream: int | NDArray[Any]) -> Floats:
    """A number in [0, 1) for each of `numbers`; other streams give other numbers."""
    x = (numbers * STREAMS + numpy.asarray(stream, dtype=numpy.uint64)) * GOLDEN
    x = (x ^ (x >> numpy.uint64(30))) * FIRST
    x = (x ^ (x >> numpy.uint64(27))) * SECOND
    x ^= x >> numpy.uint64(31)
    return (x >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53


def pick(numbers: Numbers, stream: int, count: int) -> Whole:
    """A whole number from 0 to `count` - 1 for each of `numbers`."""
    return (noise(numbers, stream) * count).astype(numpy.int64)
