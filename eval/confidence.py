"""Measure how well confidence tells good translations: python eval/confidence.py CORPORA.

CORPORA is a folder with valid/flores-dev.tsv. The sentences behind the first 300, to which the
scale was fitted, are translated in both directions. A translation is good where its chrF++ against
the reference is 50 or more. Shown are the rank correlation of confidence with chrF++, the mean
chrF++ of each quarter of the sentences, the least sure first, and, for sentences of like
confidence, how many are good beside how many should be.
"""

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Any

from common import read_pairs, show, write
from vitrans.toolkit import Settings, Toolkit
from vitrans.translate.confidence import confidence
from vitrans.types import Target, target_of

FITTED = 300
GOOD = 50.0
EDGES = (0.0, 0.25, 0.5, 0.75, 1.0)

# A confidence and the chrF++ that goes with it.
Judged = list[tuple[float, float]]


def judged(sources: list[str], references: list[str], target: Target, tools: Toolkit) -> Judged:
    """Return the confidence and the chrF++ of each sentence's translation, the least sure first."""
    from sacrebleu.metrics import CHRF

    metric = CHRF(word_order=2)
    made = tools.translator.translate(sources, target)
    pairs = zip(made, references, strict=True)
    found = ((confidence(one), metric.sentence_score(one.target, [r]).score) for one, r in pairs)
    return sorted((sure, score) for sure, score in found if sure is not None)


def values_of(found: Judged) -> dict[str, Any]:
    """Return what is published of one direction."""
    from scipy.stats import spearmanr

    size = len(found) // 4
    quarters = [found[n * size : (n + 1) * size] for n in range(4)]
    bins = [
        [(sure, score) for sure, score in found if low <= sure < high or sure == high == 1]
        for low, high in pairwise(EDGES)
    ]
    return {
        "sentences": len(found),
        "spearman": float(spearmanr(*zip(*found, strict=True)).statistic),
        "quarters": [sum(score for _, score in part) / size for part in quarters],
        "bins": [
            {
                "sentences": len(part),
                "confidence": sum(sure for sure, _ in part) / len(part),
                "good": sum(score >= GOOD for _, score in part) / len(part),
            }
            for part in bins
            if part
        ],
    }


def main() -> None:
    """Translate, compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--sentences", type=int, default=200, help="how many of each direction")
    parser.add_argument("--threads", type=int, default=None)
    asked = parser.parse_args()
    path = asked.corpora / "valid" / "flores-dev.tsv"
    english, vietnamese = (side[FITTED : FITTED + asked.sentences] for side in read_pairs(path))
    tools = Toolkit(Settings(threads=asked.threads))
    values: dict[str, Any] = {
        "vi-en": values_of(judged(vietnamese, english, target_of("en"), tools)),
        "en-vi": values_of(judged(english, vietnamese, target_of("vi"), tools)),
    }
    columns = ("", "Spearman", "1st quarter", "2nd", "3rd", "4th")
    show(
        "Confidence and chrF++",
        columns,
        [(n, v["spearman"], *v["quarters"]) for n, v in values.items()],
    )
    rows = [
        (name, one["sentences"], 100 * one["confidence"], 100 * one["good"])
        for name, value in values.items()
        for one in value["bins"]
    ]
    show("How often it is right", ("", "sentences", "confidence, %", "good, %"), rows)
    write("confidence", [path], values)


if __name__ == "__main__":
    main()
