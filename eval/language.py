"""Measure language identification: python eval/language.py CORPORA [--model DIR].

CORPORA is a folder with valid/flores-dev.tsv, which is reported, and valid/iwslt15-tst2012.tsv
and valid/vlsp20-news-dev.tsv, which thresholds were tuned on. The protocol is in eval/README.md.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from common import read_pairs, sha256, show, write
from vitrans.language import Detector
from vitrans.text import strip_accents
from vitrans.types import Language

SETS = ("flores-dev", "iwslt15-tst2012", "vlsp20-news-dev")
CUTS = {"whole sentences": None, "first eight words": 8, "first four words": 4}
CLASSES = (Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED)


Texts = dict[Language, list[str]]
Matrix = dict[str, dict[str, int]]


def sentences(path: Path, words: int | None) -> Texts:
    """Return the sentences of each language in a file of pairs, their first words or all."""
    english, vietnamese = (
        [" ".join(text.split()[:words]) for text in side] for side in read_pairs(path)
    )
    bare = [strip_accents(text) for text in vietnamese]
    return dict(zip(CLASSES, (english, vietnamese, bare), strict=True))


def confusion(detector: Detector, texts: Texts) -> Matrix:
    """Return how often texts of each language were taken for each."""
    matrix = {}
    for language, own in texts.items():
        found = Counter(detector.detect(text).language for text in own)
        matrix[language.value] = {other.value: found[other] for other in Language}
    return matrix


def accuracy(matrix: Matrix) -> dict[str, float]:
    """Return the percentage of each language's texts that were taken for what they are."""
    return {name: 100 * row[name] / sum(row.values()) for name, row in matrix.items()}


def speed(detector: Detector, texts: Texts) -> float:
    """Return how many texts a second are detected, in a warm process on one core."""
    every = [text for own in texts.values() for text in own] * 3
    start = time.process_time()
    for text in every:
        detector.detect(text)
    return len(every) / (time.process_time() - start)


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
    matrices = {
        name: {title: confusion(detector, sentences(path, cut)) for title, cut in CUTS.items()}
        for name, path in paths.items()
    }
    for name, found in matrices.items():
        report(name, found)
    a_second = speed(detector, sentences(paths[SETS[0]], 8))
    print(f"loaded in {loading:.0f} ms; {a_second:,.0f} texts of eight words/s, warm, one core")
    write(
        "language",
        {
            "sets": {name: sha256(path) for name, path in paths.items()},
            "accuracy": {
                name: {title: accuracy(matrix) for title, matrix in found.items()}
                for name, found in matrices.items()
            },
            "confusion": matrices,
            "milliseconds_to_load": round(loading),
            "texts_of_eight_words_per_second": round(a_second),
        },
    )


if __name__ == "__main__":
    main()
