"""BLEU, chrF, chrF++ and TER as sacrebleu computes them (Post 2018)."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vitrans.errors import InputError, UsageError
from vitrans.text import nfc
from vitrans.types import Score


class Metric(StrEnum):
    """A metric of sacrebleu."""

    BLEU = "bleu"
    CHRF = "chrf"
    CHRF_PP = "chrf++"
    TER = "ter"

    @property
    def label(self) -> str:
        """The metric's name as people write it."""
        return _LABELS[self]


class BleuTokenizer(StrEnum):
    """A tokenizer of sacrebleu's BLEU; those that must be downloaded are left out."""

    MTEVAL_13A = "13a"
    INTL = "intl"
    CHAR = "char"
    ZH = "zh"
    NONE = "none"


class SignificanceTest(StrEnum):
    """A paired significance test of sacrebleu."""

    __test__ = False  # nothing for pytest to collect

    BOOTSTRAP = "bootstrap"
    RANDOMISATION = "randomisation"


_LABELS = {Metric.BLEU: "BLEU", Metric.CHRF: "chrF", Metric.CHRF_PP: "chrF++", Metric.TER: "TER"}
_TESTS = {SignificanceTest.BOOTSTRAP: "bs", SignificanceTest.RANDOMISATION: "ar"}
_SEED = "SACREBLEU_SEED"
METRICS = (Metric.BLEU, Metric.CHRF_PP, Metric.TER)
BOOTSTRAPS, TRIALS = 1000, 10_000
"""How many bootstrap samples and randomisation trials sacrebleu makes."""


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """How to score.

    `tokenizer` is BLEU's; `lowercase` is BLEU's and chrF's, as TER never looks at case.
    `confidence` asks for intervals, `test` for a paired test against the first system, which by
    bootstrap gives intervals too. `samples` of them are drawn, sacrebleu's number if 0, from a
    generator with this `seed`, 1 or more.
    """

    metrics: tuple[Metric, ...] = METRICS
    tokenizer: BleuTokenizer = BleuTokenizer.MTEVAL_13A
    lowercase: bool = False
    confidence: bool = False
    test: SignificanceTest | None = None
    samples: int = 0
    seed: int = 12345


@dataclass(frozen=True, slots=True)
class BleuParts:
    """What BLEU is made of: brevity penalty, length ratio (output to reference), precisions.

    `precisions` are those of n-grams of one to four tokens, in per cent.
    """

    brevity_penalty: float
    length_ratio: float
    precisions: tuple[float, ...]


class Scorer:
    """Scores texts against one or more references of each segment.

    sacrebleu's own objects do all the counting. They are made to count each text once only,
    because TER is slow, and segments, subsets and tests all start from the same counts.
    """

    def __init__(
        self, references: Sequence[Sequence[str]], settings: ScoreSettings = ScoreSettings()
    ) -> None:
        self.settings = settings
        self.references = [list(reference) for reference in references]
        self._metrics = {
            metric: _counting_once(_sacrebleu(metric, settings, self.references))
            for metric in settings.metrics
        }

    def score(self, systems: Mapping[str, Sequence[str]]) -> dict[str, list[Score]]:
        """Return the scores of every system, one a metric; the first system is the baseline.

        Raises:
            UsageError: a paired test is asked for, but there is one system only.
        """
        with _seeded(self.settings.seed):
            if self.settings.test:
                return self._tested(systems)
            return {name: self._scores(texts) for name, texts in systems.items()}

    def first(self, texts: Sequence[str]) -> Score:
        """Return the score by the first metric, without interval or test."""
        metric = self.settings.metrics[0]
        scorer = self._metrics[metric]
        scorer.n_bootstrap = scorer.seed = None  # nothing about samples in the signature
        made = scorer.corpus_score(texts, None)
        return Score(metric.label, float(made.score), str(scorer.get_signature()))

    def bleu_parts(self, texts: Sequence[str]) -> BleuParts | None:
        """Return what the BLEU of texts is made of, None where BLEU is not among the metrics."""
        scorer = self._metrics.get(Metric.BLEU)
        if scorer is None:
            return None
        made = scorer._aggregate_and_compute(scorer._extract_corpus_statistics(texts, None))
        return BleuParts(float(made.bp), float(made.ratio), tuple(map(float, made.precisions)))

    def segments(self, texts: Sequence[str], metric: Metric) -> list[float]:
        """Return the score of each segment; BLEU with effective order, as for sentences."""
        scorer = self._metrics[metric]
        if metric is Metric.BLEU:
            single = _sacrebleu(metric, self.settings, None, effective_order=True)
        else:
            single = scorer
        counts = scorer._extract_corpus_statistics(texts, None)
        return [float(single._compute_score_from_stats(one).score) for one in counts]

    def subset(self, texts: Sequence[str], metric: Metric, which: Sequence[int]) -> float | None:
        """Return the score of the segments at these indices, None if there are none."""
        scorer = self._metrics[metric]
        counts = scorer._extract_corpus_statistics(texts, None)
        chosen = [counts[index] for index in which]
        return float(scorer._aggregate_and_compute(chosen).score) if chosen else None

    def _scores(self, texts: Sequence[str]) -> list[Score]:
        bootstraps = (self.settings.samples or BOOTSTRAPS) if self.settings.confidence else 1
        scores = []
        for metric, scorer in self._metrics.items():
            made = scorer.corpus_score(texts, None, n_bootstrap=bootstraps)
            sampled = (float(made._mean), float(made._ci)) if bootstraps > 1 else (None, None)
            signature = str(scorer.get_signature())
            scores.append(Score(metric.label, float(made.score), signature, *sampled))
        return scores

    def _tested(self, systems: Mapping[str, Sequence[str]]) -> dict[str, list[Score]]:
        from sacrebleu.significance import PairedTest

        settings = self.settings
        if settings.test is None or len(systems) < 2:
            raise UsageError("a paired test compares systems; give two or more translations")
        intervals = (settings.samples or BOOTSTRAPS) if settings.confidence else -1
        test = PairedTest(
            list(systems.items()),
            {metric.label: scorer for metric, scorer in self._metrics.items()},
            references=None,
            test_type=_TESTS[settings.test],
            n_samples=settings.samples,
            n_ar_confidence=intervals if settings.test is SignificanceTest.RANDOMISATION else -1,
        )
        signatures, results = test()
        found: dict[str, list[Score]] = {name: [] for name in systems}
        for metric, (key, signature) in zip(self._metrics, signatures.items(), strict=True):
            for scores, result in zip(found.values(), results[key], strict=True):
                p = _p_value(result, results[key][0])
                values = (result.mean, result.ci, p)
                sampled = (None if value is None else float(value) for value in values)
                scores.append(Score(metric.label, float(result.score), str(signature), *sampled))
        return found


def score(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    metrics: Sequence[Metric] = METRICS,
    *,
    tokenizer: BleuTokenizer = BleuTokenizer.MTEVAL_13A,
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
    settings = ScoreSettings(tuple(Metric(metric) for metric in metrics), tokenizer, lowercase)
    return Scorer(expected, settings).score({"": found})[""]


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


def _sacrebleu(
    metric: Metric,
    settings: ScoreSettings,
    references: Sequence[Sequence[str]] | None,
    **options: bool,
) -> Any:
    """Return sacrebleu's object for a metric, with the defaults of sacrebleu's command."""
    from sacrebleu.metrics import BLEU, CHRF, TER

    given: dict[str, Any] = {"references": references, **options}
    match metric:
        case Metric.BLEU:
            tokenizer = str(settings.tokenizer)
            is_divided = settings.tokenizer is BleuTokenizer.NONE  # sacrebleu need not warn of it
            return BLEU(tokenize=tokenizer, lowercase=settings.lowercase, force=is_divided, **given)
        case Metric.CHRF:
            return CHRF(lowercase=settings.lowercase, **given)
        case Metric.CHRF_PP:
            return CHRF(word_order=2, lowercase=settings.lowercase, **given)
        case Metric.TER:
            return TER(**given)


def _p_value(result: Any, baseline: Any) -> float | None:
    """Return how likely so large a difference is by chance: certain where there is none.

    sacrebleu counts the samples that differ by more, and so takes equal systems for different.
    """
    if result.p_value is None:
        return None
    return 1.0 if result.score == baseline.score else float(result.p_value)


def _counting_once(scorer: Any) -> Any:
    """Let an object of sacrebleu remember the counts of every text that it has counted."""
    count = scorer._extract_corpus_statistics
    known: dict[tuple[str, ...], Any] = {}

    def counted(hypotheses: Sequence[str], references: None) -> Any:
        key = tuple(hypotheses)
        if key not in known:
            known[key] = count(hypotheses, references)
        return known[key]

    scorer._extract_corpus_statistics = counted
    return scorer


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Set sacrebleu's seed, which it reads from the environment."""
    before = os.environ.get(_SEED)
    os.environ[_SEED] = str(seed)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SEED]
        else:
            os.environ[_SEED] = before
