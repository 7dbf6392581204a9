"""Sentences in, translations out: masking, batches, a second try where something was lost."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vitrans.engines import Decoding, Engine, Hypothesis, Progress
from vitrans.errors import UsageError
from vitrans.models import Description
from vitrans.text import MARKUP, has_letters, nfc, words
from vitrans.translate.checks import Checker, Problem, to_mask
from vitrans.translate.chunks import split_long
from vitrans.translate.masking import mask, unmask
from vitrans.translate.numbers import localise_copies
from vitrans.translate.progress import Share
from vitrans.translate.search import Search
from vitrans.translate.spans import Span
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Language, Translation

# Markup, or white space and what is invisible outside it.
_SPACE = re.compile(rf"({MARKUP.pattern})|[\s\u00ad\u200b\u2060\ufeff]+")
_EMPTY = Problem("nothing came out, the source is kept")
_CUT = Problem("cut off at the longest target the model may write")


@dataclass(frozen=True, slots=True)
class _Job:
    """A text as it is given to the model."""

    text: str
    spans: tuple[Span, ...] = ()
    no_repeat: bool = False


@dataclass(frozen=True, slots=True)
class _Masked:
    """A job's text with placeholders, in small letters if it was all capitals."""

    text: str
    meaning: Mapping[str, str]
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """What one try made of a text."""

    job: _Job
    target: str
    score: float
    problems: tuple[Problem, ...]


class MarianTranslator:
    """A MarianMT model behind an engine, with its tokenizer and its checks."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        description: Description,
        decoding: Decoding | None = None,
        checkers: Mapping[Language, Checker] | None = None,
    ) -> None:
        """Put the parts together; `load_translator` does it for a model on disk.

        Args:
            engine: runs the model.
            tokenizer: cuts its sources and joins its targets.
            description: its name, directions and limits.
            decoding: how to search; the defaults if not given.
            checkers: for each target language that is to be checked.
        """
        self._search = Search(engine, tokenizer, description, decoding or Decoding())
        self._description = description
        self._checkers = dict(checkers or {})

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._description.name

    @property
    def targets(self) -> tuple[Language, ...]:
        """The languages that the model translates into."""
        return tuple(Language(code) for code in self._description.prefixes)

    def translate(
        self, texts: Sequence[str], target: Language, on_progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation for each text, in their order.

        A text without letters is copied; one that is too long for the model is translated in
        parts. `on_progress` is called with the number of texts that have just been done.

        Raises:
            UsageError: the model does not translate into `target`.
        """
        if isinstance(texts, str):
            raise TypeError("translate takes a sequence of texts, not one str")
        target = self._checked(target)
        progress = Share(on_progress, len(texts))
        jobs = {text: self._first_job(text, target) for text in dict.fromkeys(texts)}
        drafts = self._drafts([job for job in jobs.values() if job], target, progress)
        done = {draft.job.text: draft for draft in self._improved(drafts, target)}
        progress.finish()
        return [self._translation(text, jobs[text], done) for text in texts]

    def score(
        self, sources: Sequence[str], translations: Sequence[str], target: Language
    ) -> list[float]:
        """Return how probable given translations are: the mean log-probability of their pieces.

        A pair of which either side is too long for the model has nan.

        Raises:
            UsageError: the model does not translate into `target`.
        """
        target = self._checked(target)
        return self._search.score(
            [_clean(text) for text in sources], [_clean(text) for text in translations], target
        )

    def _checked(self, target: Language) -> Language:
        language = Language(target)
        if language not in self._description.prefixes:
            have = " and ".join(self._description.prefixes)
            raise UsageError(
                f"the model {self.name!r} translates into {have} only, not into {str(language)!r}; "
                "give another model"
            )
        return language

    def _first_job(self, text: str, target: Language) -> _Job | None:
        """Return what to ask of the model, None where there is nothing to translate."""
        clean = _clean(text)
        checker = self._checkers.get(target)
        spans = tuple(checker.fixed(clean)) if checker and self._description.placeholders else ()
        job = _Job(clean, spans)
        return job if self._worth(job) else None

    def _drafts(self, jobs: list[_Job], target: Language, progress: Share) -> list[_Draft]:
        """Translate jobs, at most two batches for all of them together."""
        jobs = list(dict.fromkeys(jobs))
        made: dict[_Job, _Draft] = {}
        for no_repeat in (False, True):
            some = [job for job in jobs if job.no_repeat is no_repeat]
            made.update(zip(some, self._batch(some, target, no_repeat, progress), strict=True))
        return [made[job] for job in jobs]

    def _batch(
        self, jobs: list[_Job], target: Language, no_repeat: bool, progress: Share
    ) -> list[_Draft]:
        if not jobs:
            return []
        masked = [self._masked(job) for job in jobs]
        chunks = [split_long(m.text, self._search.fits) for m in masked]
        texts = [c for cs in chunks for c in cs if has_letters(c)]
        found = iter(self._search.ranked(texts, target, no_repeat, progress.of))
        drafts = []
        for job, hidden, parts in zip(jobs, masked, chunks, strict=True):
            made = [(part, next(found) if has_letters(part) else []) for part in parts]
            drafts.append(self._draft(job, hidden, made, target))
        return drafts

    def _draft(
        self, job: _Job, hidden: _Masked, made: list[tuple[str, list[Hypothesis]]], target: Language
    ) -> _Draft:
        """Return the best that the parts of a text became; of one part, the first without fault."""
        best: _Draft | None = None
        for number in range(len(made[0][1]) if len(made) == 1 else 1):
            option = [(part, ranked[number] if ranked else None) for part, ranked in made]
            text = localise_copies(job.text, self._joined(option).strip(), target)
            text = unmask(text.upper() if hidden.capitals else text, hidden.meaning).strip()
            draft = self._judged(job, target, text, [h for _, h in option if h])
            if best is None or len(draft.problems) < len(best.problems):
                best = draft
            if not best.problems:
                break
        assert best is not None
        return best

    def _joined(self, made: Iterable[tuple[str, Hypothesis | None]]) -> str:
        """Put the parts of a text together again; one without letters is as it was."""
        texts = []
        for part, hypothesis in made:
            space = " " if part.endswith(" ") else ""
            texts.append(self._search.read(hypothesis) + space if hypothesis else part)
        return "".join(texts)

    def _judged(
        self, job: _Job, target: Language, text: str, hypotheses: list[Hypothesis]
    ) -> _Draft:
        """Say what is wrong with what came out."""
        if not text:
            return _Draft(job, job.text, _mean(hypotheses), (_EMPTY,))
        problems: list[Problem] = [] if all(h.finished for h in hypotheses) else [_CUT]
        if target in self._checkers:
            problems += self._checkers[target].problems(job.text, text)
        return _Draft(job, text, _mean(hypotheses), tuple(problems))

    def _improved(self, drafts: list[_Draft], target: Language) -> list[_Draft]:
        """Try once more where something is wrong; keep the better of both."""
        second = {draft.job: self._second_job(draft) for draft in drafts if draft.problems}
        jobs = [job for first, job in second.items() if job != first and self._worth(job)]
        again = {draft.job: draft for draft in self._drafts(jobs, target, Share(None, 0))}
        best = []
        for draft in drafts:
            other = again.get(second.get(draft.job, draft.job), draft)
            best.append(min(draft, other, key=lambda d: (len(d.problems), -d.score)))
        return best

    def _second_job(self, draft: _Draft) -> _Job:
        decoding = any(problem.is_of_search for problem in draft.problems)
        spans = draft.job.spans
        if self._description.placeholders:
            spans = tuple(to_mask(list(draft.problems), list(spans)))
        return _Job(draft.job.text, spans, decoding)

    def _worth(self, job: _Job) -> bool:
        """Say whether anything is left for the model to translate."""
        return has_letters(self._masked(job).text)

    def _translation(self, text: str, job: _Job | None, done: Mapping[str, _Draft]) -> Translation:
        if job is None:
            return Translation(text, text)
        draft = done[job.text]
        before, after = _outer_space(text)
        warnings = tuple(str(problem) for problem in draft.problems)
        target = before + draft.target + after
        return Translation(text, target, draft.score, self.name, warnings)

    def _masked(self, job: _Job) -> _Masked:
        text, meaning = mask(job.text, job.spans, self._description.placeholders)
        # A word or two in capitals is likely a name.
        capitals = text.isupper() and sum(len(word) > 1 for word in words(text)) > 2
        return _Masked(text[:1] + text[1:].lower() if capitals else text, meaning, capitals)


def _mean(hypotheses: Iterable[Hypothesis]) -> float:
    """Return the mean log-probability over the pieces, ends included, of all hypotheses."""
    pieces = [len(h.pieces) + h.finished for h in hypotheses]
    scores = [h.score for h in hypotheses]
    return sum(s * n for s, n in zip(scores, pieces, strict=True)) / sum(pieces)


def _clean(text: str) -> str:
    """Return a text in NFC with single spaces and nothing invisible; markup is as it was."""

    def space(match: re.Match[str]) -> str:
        return match[1] or (" " if any(map(str.isspace, match[0])) else "")

    return _SPACE.sub(space, nfc(text)).strip()


def _outer_space(text: str) -> tuple[str, str]:
    start = len(text) - len(text.lstrip())
    return text[:start], text[len(text.rstrip()) :]
