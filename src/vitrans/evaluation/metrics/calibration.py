"""How far probabilities can be believed."""

from collections.abc import Sequence

BINS = 10


def calibration_error(
    probabilities: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> float:
    """Return the expected calibration error, 0 to 1 (Naeini et al. 2015; Guo et al. 2017).

    It is the mean distance between how sure a system is and how often it is right, over `bins`
    of equal width, each weighted by how many answers fall into it.
    """
    sums = [[0.0, 0.0, 0] for _ in range(bins)]
    for probability, is_right in zip(probabilities, right, strict=True):
        chosen = sums[min(int(probability * bins), bins - 1)]
        chosen[0] += probability
        chosen[1] += is_right
        chosen[2] += 1
    return sum(abs(sure - good) for sure, good, _ in sums) / max(1, len(right))
