"""The translator's opinion of readings, as the measurements in `eval` use it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "eval"))

from translation_evidence import TranslationEvidence
from vitrans.types import Language


class Scorer:
    """Stands in for a translator: knows how probable some texts are."""

    def score(self, sources: list[str], targets: list[str], target: Language) -> list[float]:
        known = {"vi": -1.0, "en": -2.0}
        return [
            float("nan") if "long" in source + other else known[target] - len(source) / 10
            for source, other in zip(sources, targets, strict=True)
        ]


def test_both_directions_of_a_model_count_and_what_is_too_long_says_nothing() -> None:
    model = TranslationEvidence(Scorer(), weight=2.0)  # type: ignore[arg-type]
    assert model([("bà", "grandma"), ("bà", "long")]) == [
        pytest.approx(2.0 * (-2.0 - 0.2 - 1.0 - 0.7)),
        0.0,
    ]
