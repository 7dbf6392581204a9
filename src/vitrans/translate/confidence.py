"""How sure a translation is: the probability that it says what a good translator's would.

By what is measured: a translation is good whose chrF++ against a professional's is 50 or more, as
about every second one of the bundled model's. Its logarithmic odds are linear in the mean
log-probability of the target's pieces; slope and intercept were fitted by maximum likelihood to the
first 300 sentences of FLORES-200 dev in both directions (`eval/confidence.py` shows how they hold
on the others). Each warning halves it. For other models the order holds, not the scale.
"""

from math import exp

from vitrans.types import Translation

INTERCEPT, SLOPE = 4.55, 6.62
_WARNED = 0.5


def confidence(translation: Translation) -> float | None:
    """Return a probability (0 to 1), or None where no model has translated."""
    if translation.score is None:
        return None
    sure: float = 1 / (1 + exp(-(INTERCEPT + SLOPE * translation.score)))
    return round(sure * _WARNED ** len(translation.warnings), 3)
