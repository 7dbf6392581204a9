"""Scores of translations: BLEU, chrF, chrF++ and TER as sacrebleu computes them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from vitrans.errors import InputError
from vitrans.text import lines, nfc
from vitrans.types import Score


class Metric(StrEnum):
    """A metric of sacrebleu."""

    BLEU = "bleu"
    CHRF = "chrf"
    CHRF_PP = "chrf++"
    TER = "ter"


class Tokenizer(StrEnum):
    """A tokenizer of sacrebleu's BLEU; those that must be downloaded are left out."""

    MTEVAL_13A = "13a"
    INTL = "intl"
    CHAR = "char"
    ZH = "zh"
    NONE = "none"


METRICS = (Metric.BLEU, Metric.CHRF_PP, Metric.TER)
_NAMES = {Metric.BLEU: "BLEU", Metric.CHRF: "chrF", Metric.CHRF_PP: "chrF++", Metric.TER: "TER"}


def score(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    metrics: Sequence[Metric] = METRICS,
    *,
    tokenizer: Tokenizer = Tokenizer.MTEVAL_13A,
    lowercase: bool = False,
) -> list[Score]:
    """Score hypotheses against one or more sets of references, all NFC-normalised first.

    `tokenizer` is BLEU's; `lowercase` is BLEU's and chrF's, as TER never looks at case.

    Raises:
        InputError: there are no lines, or not equally many on both sides.
    """
    if isinstance(hypotheses, str) or any(isinstance(lines, str) for lines in references):
        raise TypeError("score takes sequences of lines, not one str")
    _check(hypotheses, references)
    found = [nfc(line) for line in hypotheses]
    expected = [[nfc(line) for line in reference] for reference in references]
    made = [_scorer(Metric(metric), tokenizer, lowercase) for metric in metrics]
    return [
        Score(
            _NAMES[Metric(metric)],
            scorer.corpus_score(found, expected).score,
            str(scorer.get_signature()),
        )
        for metric, scorer in zip(metrics, made, strict=True)
    ]


def read_lines(text: str) -> list[str]:
    """Return the lines of a corpus, at line feeds only, without white space at their ends."""
    return [line.rstrip() for line in lines(text)]


def _check(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    """Refuse what cannot be scored line against line."""
    if not hypotheses:
        raise InputError("there are no hypotheses to score; give a file with a sentence a line")
    if not references:
        raise InputError("there is no reference to score against; give at least one")
    for number, reference in enumerate(references, 1):
        if len(reference) != len(hypotheses):
            which = f"reference {number}" if len(references) > 1 else "the reference"
            raise InputError(
                f"lines: {len(hypotheses)} in the hypothesis but {len(reference)} in {which}; "
                "each line is scored against the line of the same number"
            )


def _scorer(metric: Metric, tokenizer: Tokenizer, lowercase: bool) -> Any:
    """Return sacrebleu's object for a metric, with the defaults of sacrebleu's command."""
    from sacrebleu.metrics import BLEU, CHRF, TER

    match metric:
        case Metric.BLEU:
            return BLEU(tokenize=str(tokenizer), lowercase=lowercase)
        case Metric.CHRF:
            return CHRF(lowercase=lowercase)
        case Metric.CHRF_PP:
            return CHRF(word_order=2, lowercase=lowercase)
        case Metric.TER:
            return TER()
