"""How far the probabilities that a system gives can be believed."""

from collections.abc import Sequence

from vitrans._version import __version__
from vitrans.errors import InputError
from vitrans.evaluation.metrics.calibration import BINS, calibration_error
from vitrans.text.counts import counted
from vitrans.types import Score


def calibration(system: str, given: Sequence[str], right: Sequence[Sequence[bool]]) -> Score:
    """Return the expected calibration error of a system, in per cent.

    Args:
        system: its name, for messages.
        given: how sure it was of each part of a segment, numbers of 0 to 1 with spaces between;
            a text a segment.
        right: whether each part of each segment is right.

    Raises:
        InputError: there are not as many segments or numbers, or one is not between 0 and 1.
    """
    if len(given) != len(right):
        raise InputError(
            f"{system}: probabilities of {counted(len(given), 'segment')}, but there "
            f"{'is' if len(right) == 1 else 'are'} {len(right)}; "
            "give a line for each"
        )
    sure: list[float] = []
    for number, (text, parts) in enumerate(zip(given, right, strict=True), 1):
        values = [_probability(part, number, system) for part in text.split()]
        if len(values) != len(parts):
            raise InputError(
                f"{system}: segment {number} has {len(values)} probabilities for {len(parts)} "
                "judgements; give one for each, with spaces between"
            )
        sure += values
    value = 100 * calibration_error(sure, [one for parts in right for one in parts])
    return Score("calibration error", value, f"bins:{BINS}|vitrans:{__version__}")


def _probability(text: str, segment: int, system: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputError(
            f"{system}: segment {segment} has {text!r} for a probability; give numbers of 0 to 1"
        )
    return value
