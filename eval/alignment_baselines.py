"""Sentence alignment beside Gale and Church, and on documents that are made for it.

    python eval/alignment_baselines.py corpora --valid CORPORA/valid [--translate N]

`vitrans bench --beads corpora/alignment` measures the documents that are aligned by hand; here they
are for the baseline and for the confidence of beads. The other documents are cut from files of
sentence pairs; on each side 12 % of the sentences are joined to the next one and 5 % left out, with
a fixed seed. Every second document is for tuning, the others are reported as test.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from common import read_lines, read_pairs, show, write
from vitrans.align.lattice import NEVER, SHAPES, Band, best_path
from vitrans.align.sentences import align_sentences
from vitrans.align.sides import Sentence
from vitrans.evaluation.bench.sets import BeadSet
from vitrans.evaluation.metrics.alignment import agreement
from vitrans.formats import parse
from vitrans.language import Detector
from vitrans.pipeline import divide, tag
from vitrans.text import strip_accents
from vitrans.training.tables.alignment import Parallel, disturb
from vitrans.types import Bead, Language

SEED = 5
SENTENCES = 16
BY_HAND = "by hand"
VALID = ("vlsp20-news-dev", "flores-dev", "iwslt15-tst2012")
# Gale and Church (1993): priors of the shapes (those of three sentences are ours), variance.
PRIORS = {
    (1, 1): 0.89, (1, 0): 0.005, (0, 1): 0.005, (1, 2): 0.045, (2, 1): 0.045, (2, 2): 0.011,
    (1, 3): 0.002, (3, 1): 0.002,
}  # fmt: skip
VARIANCE = 6.8

Aligner = Callable[[Sequence[Sentence], Sequence[Sentence]], list[Bead]]


def from_pairs(path: Path) -> list[Parallel]:
    """Return documents made of neighbouring pairs of a file of `English<TAB>Vietnamese`."""
    english, vietnamese = read_pairs(path)
    pairs = list(zip(vietnamese, english, strict=True))
    chance = random.Random(SEED)
    starts = range(0, len(pairs), SENTENCES)
    return [disturb(pairs[start : start + SENTENCES], chance) for start in starts]


def from_articles(folder: Path) -> list[Parallel]:
    """Return documents made of our articles, with their paragraphs."""
    chance = random.Random(SEED)
    found = []
    for path in sorted(folder.glob("*.vi.txt")):
        pairs, starts = _sentence_pairs(path, path.with_name(path.name.replace(".vi.", ".en.")))
        found.append(disturb(pairs, chance, starts=starts))
    return found


def _sentence_pairs(vi: Path, en: Path) -> tuple[list[tuple[str, str]], list[bool]]:
    """Return the sentences of two texts whose lines are aligned, and which start a line.

    A line with more sentences in one language than in the other is one pair.
    """
    pairs, starts = [], []
    detector = Detector.load()
    for ours, theirs in zip(read_lines(vi), read_lines(en), strict=True):
        if not ours:
            continue
        left, right = (_sentences(line, detector) for line in (ours, theirs))
        if len(left) != len(right):
            left, right = [ours], [theirs]
        pairs += zip(left, right, strict=True)
        starts += [True] + [False] * (len(left) - 1)
    return pairs, starts


def _sentences(line: str, detector: Detector) -> list[str]:
    return [s.text for s in divide(tag(parse(line), detector), detector).segments]


def by_hand(folder: Path) -> list[Parallel]:
    """Return the documents aligned by hand."""
    return [
        Parallel(
            *([Sentence(*each) for each in side] for side in (found.vietnamese, found.english)),
            [(_numbers(ours), _numbers(theirs)) for ours, theirs in found.beads],
        )
        for found in BeadSet.read(folder).documents
    ]


def _numbers(ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(number) - 1 for number in ids)


def gale_church(vietnamese: Sequence[Sentence], english: Sequence[Sentence]) -> list[Bead]:
    """Return the beads that the lengths of the sentences suggest (Gale and Church 1993)."""
    ours, theirs = (
        np.concatenate([[0], np.cumsum([len(s.text) for s in side])])
        for side in (vietnamese, english)
    )
    ratio = theirs[-1] / max(1, ours[-1])
    scores = np.full((len(SHAPES), len(ours), len(theirs)), NEVER)
    for shape, (a, b) in enumerate(SHAPES):
        x = ratio * (ours[a:] - ours[: len(ours) - a])[:, None]
        y = (theirs[b:] - theirs[: len(theirs) - b])[None]
        off = np.abs(y - x) / np.sqrt(VARIANCE * np.maximum(1, (x + y) / 2))
        if not a or not b:
            off = np.full_like(off, 4.0)
        # The tail of the normal distribution, on both sides.
        tail = np.log(np.maximum(1e-12, _erfc(off / 2**0.5)))
        scores[shape, a:, b:] = np.log(PRIORS[a, b]) + tail
    band = Band(np.zeros(len(ours), dtype=np.int64), len(theirs))
    path = best_path(scores, band, len(english))
    return [
        Bead(tuple(range(i - SHAPES[k][0], i)), tuple(range(j - SHAPES[k][1], j)), 1.0)
        for k, i, j in path
    ]


def _erfc(values: np.ndarray) -> np.ndarray:
    from math import erfc

    return np.vectorize(erfc)(values)


def stripped(document: Parallel) -> Parallel:
    """Return a document whose Vietnamese side has no accents."""
    bare = [Sentence(strip_accents(s.text), s.starts) for s in document.source]
    return Parallel(bare, document.target, document.beads)


def run(documents: Sequence[Parallel], aligner: Aligner) -> list[list[Bead]]:
    """Return the beads of every document."""
    return [aligner(document.source, document.target) for document in documents]


def f1(documents: Sequence[Parallel], found: Sequence[Sequence[Bead]]) -> tuple[float, float]:
    """Return strict and lax F1 over all documents."""
    gold, made = [], []
    for number, (document, beads) in enumerate(zip(documents, found, strict=True)):
        gold += [_named(number, *bead) for bead in document.beads]
        made += [_named(number, bead.source, bead.target) for bead in beads]
    scores = agreement(gold, made)
    return scores["strict"].f1, scores["lax"].f1


def _named(
    document: int, source: Sequence[int], target: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a bead whose sentences have names that no other document has."""
    ours, theirs = (tuple(f"{document}.{k}" for k in side) for side in (source, target))
    return ours, theirs


def calibration(
    documents: Sequence[Parallel], found: Sequence[Sequence[Bead]]
) -> list[tuple[str, int, float, float]]:
    """Return for classes of confidence how many beads there are, how sure, how many are right."""
    made = [
        (bead.confidence, (bead.source, bead.target) in set(document.beads))
        for document, beads in zip(documents, found, strict=True)
        for bead in beads
    ]
    rows = []
    for low, high in pairwise((0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)):
        inside = [(sure, right) for sure, right in made if low <= sure < high]
        if inside:
            sure, right = (100 * sum(column) / len(inside) for column in zip(*inside, strict=True))
            rows.append((f"{low:.2f} to {min(high, 1):.2f}", len(inside), sure, right))
    return rows


@cache
def translating() -> Aligner:
    """Return the aligner that translates the English side with the bundled model."""
    from vitrans.translate import load_translator

    translator = load_translator(None, "ctranslate2", 1)

    def align(vietnamese: Sequence[Sentence], english: Sequence[Sentence]) -> list[Bead]:
        made = translator.translate([s.text for s in english], Language.VIETNAMESE)
        return align_sentences(vietnamese, english, [translation.target for translation in made])

    return align


def sets(corpora: Path, valid: Path | None) -> dict[str, list[Parallel]]:
    """Return the test sets by name."""
    found = {BY_HAND: by_hand(corpora / "alignment")}
    if articles := from_articles(corpora / "articles"):
        found["our articles"] = articles
    if valid:
        first, second, talks = (from_pairs(valid / f"{name}.tsv") for name in VALID)
        news = first + second
        found |= {"news, tuning": news[::2], "news, test": news[1::2], "talks, test": talks[1::2]}
    return found


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--valid", type=Path, help="the folder with files of sentence pairs")
    arguments.add_argument(
        "--translate",
        type=int,
        default=0,
        metavar="N",
        help="also with the bundled model, on the first N documents of a set",
    )
    options = arguments.parse_args()
    rows, results, sure = [], {}, {}
    for name, documents in sets(options.corpora, options.valid).items():
        for system, form, texts, aligner in (
            ("Gale–Church", "accented", documents, gale_church),
            ("vitrans", "unaccented", [stripped(d) for d in documents], align_sentences),
            ("vitrans", "accented", documents, align_sentences),
        ):
            found = run(texts, aligner)
            if name == BY_HAND and system == "vitrans":
                continue
            strict, lax = f1(documents, found)
            rows.append((name, len(documents), system, form, f"{strict:.3f}", f"{lax:.3f}"))
            results.setdefault(name, {})[f"{system}, {form}"] = {"strict": strict, "lax": lax}
        sure[name] = calibration(documents, found)
        if some := documents[: options.translate]:
            for system, aligner in (("vitrans", align_sentences), ("translating", translating())):
                strict, lax = f1(some, run(some, aligner))
                rows.append((name, len(some), system, "part", f"{strict:.3f}", f"{lax:.3f}"))
                key = f"{system}, accented, first {len(some)}"
                results[name][key] = {"strict": strict, "lax": lax}
    show("Sentence alignment, F1", ("set", "documents", "system", "form", "strict", "lax"), rows)
    for name, classes in sure.items():
        show(f"Confidence, {name}, %", ("confidence", "beads", "mean", "right"), classes)
    files = [*(options.corpora / "alignment").iterdir()]
    files += (options.corpora / "articles").glob("*.??.txt")
    if options.valid:
        files += [options.valid / f"{name}.tsv" for name in VALID]
    write(
        "alignment_baselines",
        sorted(files),
        {
            "seed": SEED,
            "f1": results,
            "confidence": sure,
        },
    )


if __name__ == "__main__":
    main()
