"""Measure language identification: python eval/language.py CORPORA [--model DIR].

CORPORA is a folder with valid/flores-dev.tsv, which is reported, and valid/iwslt15-tst2012.tsv
and valid/vlsp20-news-dev.tsv, which thresholds were tuned on. The protocol is in eval/README.md.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from common import read_pairs, sha256, show, write
from vitrans.evaluation.bench.measures import language_scores
from vitrans.evaluation.metrics.languages import Matrix, accuracy
from vitrans.language import Detector
from vitrans.text import strip_accents
from vitrans.types import Language

SETS = ("flores-dev", "iwslt15-tst2012", "vlsp20-news-dev")
WORDS = 8


def speed(detector: Detector, english: Sequence[str], vietnamese: Sequence[str]) -> float:
    """Return how many short texts a second are detected, in a warm process on one core."""
    every = [*english, *vietnamese, *map(strip_accents, vietnamese)] * 3
    short = [" ".join(text.split()[:WORDS]) for text in every]
    start = time.process_time()
    for text in short:
        detector.detect(text)
    return len(short) / (time.process_time() - start)


def report(name: str, matrices: dict[str, Matrix]) -> None:
    """Print the accuracy and the confusion matrices of a test set."""
    rows = [
        (f"{language}, {title}", accuracy(matrix)[language], *row.values())
        for title, matrix in matrices.items()
        for language, row in matrix.items()
    ]
    columns = ("texts", "right %", *(language.value for language in Language))
    show(f"{name}: what is in the rows was found to be", columns, rows)


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--model", type=Path, help="another model than the bundled one")
    options = arguments.parse_args()
    paths = {name: options.corpora / "valid" / f"{name}.tsv" for name in SETS}
    start = time.process_time()
    detector = Detector.load(options.model)
    loading = 1000 * (time.process_time() - start)
    sides = {name: read_pairs(path) for name, path in paths.items()}
    found = {name: language_scores(detector, *pair) for name, pair in sides.items()}
    for name, scores in found.items():
        report(name, scores["confusion"])
    a_second = speed(detector, *sides[SETS[0]])
    print(f"loaded in {loading:.0f} ms; {a_second:,.0f} texts of eight words/s, warm, one core")
    write(
        "language",
        {
            "sets": {name: sha256(path) for name, path in paths.items()},
            "accuracy": {name: scores["accuracy"] for name, scores in found.items()},
            "confusion": {name: scores["confusion"] for name, scores in found.items()},
            "milliseconds_to_load": round(loading),
            "texts_of_eight_words_per_second": round(a_second),
        },
    )


if __name__ == "__main__":
    main()
