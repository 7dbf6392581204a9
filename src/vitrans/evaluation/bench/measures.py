"""What is measured in each task: from texts to numbers, with nothing kept."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitrans.align import find_caption_pairs
from vitrans.align.sentences import align_sentences
from vitrans.align.sides import Sentence
from vitrans.evaluation import Progress
from vitrans.evaluation.bench.measurement import Values
from vitrans.evaluation.bench.sets import Aligned, BeadSet, PageSet
from vitrans.evaluation.metrics import restoration
from vitrans.evaluation.metrics.alignment import Agreement, BeadIds, agreement
from vitrans.evaluation.metrics.languages import accuracy, confusion
from vitrans.evaluation.metrics.sacrebleu import Metric, score
from vitrans.evaluation.reports.faults import count_faults, find_faults
from vitrans.formats import parse
from vitrans.pipeline import tag
from vitrans.text import strip_accents
from vitrans.types import Language, Target, TextRestorer, Translation

if TYPE_CHECKING:
    from vitrans.language import Detector

# Texts that are restored between two reports of progress.
_BATCH = 128
# How much of each sentence a language is told by, in words; None is all of it.
CUTS = {"whole sentences": None, "first eight words": 8, "first four words": 4}
CLASSES = (Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED)


@dataclass(frozen=True, slots=True)
class Made:
    """What a system made, and how many seconds it took."""

    texts: list[str]
    seconds: float


def translated(
    translate: Callable[..., list[Translation]],
    sources: Sequence[str],
    target: Target,
    on_progress: Progress,
) -> Made:
    """Return the sources translated."""
    start = time.perf_counter()
    made = translate(sources, target, on_progress)
    return Made([t.target for t in made], time.perf_counter() - start)


def translation_scores(
    hypotheses: Sequence[str], references: Sequence[str], sources: Sequence[str], target: Target
) -> Values:
    """Return BLEU and chrF with sacrebleu's defaults, their signatures, and counted faults.

    Faults are found by the same checks in the output of every system.
    """
    bleu, chrf = score(hypotheses, [references], (Metric.BLEU, Metric.CHRF))
    kinds = count_faults(find_faults(hypotheses, references, sources, target))
    return {
        "bleu": bleu.value,
        "chrf": chrf.value,
        "signatures": [bleu.signature, chrf.signature],
        "faults": dict(kinds.most_common()),
    }


def restored(restorer: TextRestorer, texts: Sequence[str], on_progress: Progress) -> Made:
    """Return the texts restored."""
    start, made = time.perf_counter(), []
    for first in range(0, len(texts), _BATCH):
        batch = texts[first : first + _BATCH]
        made += restorer.restore_batch(batch)
        on_progress(len(batch))
    return Made(made, time.perf_counter() - start)


def restoration_scores(
    gold: Sequence[str], made: Made, restorer: TextRestorer | None = None
) -> Values:
    """Return what came out right, in percent, and what a restorer spoils of correct text."""
    values: Values = dict(restoration.accuracy(gold, made.texts))
    if restorer:
        values["false_changes"] = restoration.changed(gold, restorer.restore_batch(gold))
    return values


def language_scores(
    detector: "Detector", english: Sequence[str], vietnamese: Sequence[str]
) -> Values:
    """Return accuracy (in percent) and confusion on whole sentences and on their first words.

    The sentences are English, Vietnamese, and Vietnamese without its diacritics.
    """
    sides = (english, vietnamese, [strip_accents(text) for text in vietnamese])
    matrices = {}
    for title, words in CUTS.items():
        expected: list[str] = []
        found: list[str] = []
        for language, side in zip(CLASSES, sides, strict=True):
            texts = [" ".join(text.split()[:words]) for text in side]
            found += [detector.detect(text).language for text in texts]
            expected += [language] * len(texts)
        matrices[title] = confusion(expected, found, list(Language))
    return {
        "accuracy": {title: accuracy(matrix) for title, matrix in matrices.items()},
        "confusion": matrices,
    }


def caption_scores(pages: PageSet, detector: "Detector", on_progress: Progress) -> Values:
    """Return how many caption pairs are right, wrong and missed, and precision and recall."""
    counts = {}
    for name, (text, gold) in pages.pages.items():
        pairs = find_caption_pairs(tag(parse(text), detector))
        found = {(pair.vietnamese, pair.english) for pair in pairs}
        counts[name] = {
            "right": len(found & gold),
            "wrong": len(found - gold),
            "missed": len(gold - found),
        }
        on_progress(1)
    total = {
        key: sum(page[key] for page in counts.values()) for key in ("right", "wrong", "missed")
    }
    right = total["right"]
    return {
        "pairs": total,
        "precision": 100 * right / max(1, right + total["wrong"]),
        "recall": 100 * right / max(1, right + total["missed"]),
        "pages": counts,
    }


def alignment_scores(beads: BeadSet, bare: bool, on_progress: Progress) -> Values:
    """Return precision, recall and F1, strict and lax, 0 to 1; `bare` strips the diacritics."""
    gold: list[BeadIds] = []
    found: list[BeadIds] = []
    for number, document in enumerate(beads.documents):
        gold += [_named(number, *bead) for bead in document.beads]
        found += [_named(number, *bead) for bead in _aligned(document, bare)]
        on_progress(len(document.beads))
    return {name: _f1(share) for name, share in agreement(gold, found).items()}


def _aligned(document: Aligned, bare: bool) -> list[BeadIds]:
    """Return the beads that are found in a document, sentences numbered from 1."""
    vietnamese = [Sentence(strip_accents(t) if bare else t, s) for t, s in document.vietnamese]
    english = [Sentence(text, starts) for text, starts in document.english]
    return [
        (tuple(str(i + 1) for i in bead.source), tuple(str(i + 1) for i in bead.target))
        for bead in align_sentences(vietnamese, english)
    ]


def _named(document: int, source: Sequence[str], target: Sequence[str]) -> BeadIds:
    """Return a bead whose ids no other document has."""
    return tuple(f"{document}.{i}" for i in source), tuple(f"{document}.{i}" for i in target)


def _f1(share: Agreement) -> dict[str, float]:
    return {"precision": share.precision, "recall": share.recall, "f1": share.f1}
