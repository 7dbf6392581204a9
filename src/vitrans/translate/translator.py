"""Sentences in, translations out: masking, batches, a second try where something was lost."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import product
from math import inf, isnan

from vitrans.align.placement import place
from vitrans.engines import Decoding, Engine, Hypothesis, Progress
from vitrans.errors import UsageError
from vitrans.models import Description
from vitrans.terms import Finder, Found, Glossary
from vitrans.text import find_protected, has_letters, nfc
from vitrans.text.abbreviations import in_full
from vitrans.text.amounts import with_dong_in_full
from vitrans.text.dates import with_clock_figures
from vitrans.text.numbers import with_usual_groups
from vitrans.translate.capitals import in_ordinary_case
from vitrans.translate.checks import CheckedSource, Checker
from vitrans.translate.chunks import split_long
from vitrans.translate.figures import localise_copies, localised
from vitrans.translate.manner import Manner, as_in_source, with_accents
from vitrans.translate.masking import (
    has_each_once,
    mask,
    meanings,
    unmask,
    with_lost_objects,
    with_spaces,
    without_doubled_objects,
)
from vitrans.translate.names import as_written, evened
from vitrans.translate.placing import refined
from vitrans.translate.problems import KEPT, TERM, Problem
from vitrans.translate.progress import Share
from vitrans.translate.search import Search
from vitrans.translate.second_try import to_mask
from vitrans.translate.spans import Span, apart, without
from vitrans.translate.terms import (
    left_over,
    missing,
    opened,
    problems_of,
    span_of,
    terms_in,
    uses_of,
    wording,
)
from vitrans.translate.tokenizer import Tokenizer
from vitrans.translate.wording import Wording, polished
from vitrans.types import Language, Target, Translation, target_of

# White space and what is invisible.
_SPACE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
_TEXT = frozenset(["name", "number", "title", TERM])
_KNOWN = frozenset(["name", TERM, KEPT])
_EMPTY = Problem("nothing came out, the source is kept")
_CUT = Problem("cut off at the longest target the model may write")


@dataclass(frozen=True, slots=True)
class _Job:
    """A text as it is given to the model, and whether its translation is to be in capitals.

    `no_repeat` and `quick` say how to search.
    """

    text: str
    spans: tuple[Span, ...] = ()
    no_repeat: bool = False
    capitals: bool = False
    quick: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    """What one try made of a text: `target` in ordinary case, `shown` as it is to be.

    `others` are what else might be shown, the best first.
    `rank` compares wordings with terms; `how` says how terms came into this one.
    """

    job: _Job
    target: str
    shown: str
    score: float
    problems: tuple[Problem, ...]
    rank: float = -inf
    how: str = "as translated"
    others: tuple[str, ...] = ()


class MarianTranslator:
    """A MarianMT model behind an engine, with its tokenizer and its checks."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        description: Description,
        decoding: Decoding | None = None,
        checkers: Mapping[Target, Checker] | None = None,
        glossary: Glossary | None = None,
        manner: Manner | None = None,
    ) -> None:
        """Put the parts together; `load_translator` does it for a model on disk.

        Args:
            engine: runs the model.
            tokenizer: cuts its sources and joins its targets.
            description: its name, directions and limits.
            decoding: how to search; the defaults if not given.
            checkers: for each target language that is to be checked.
            manner: how names and figures are written, and how many alternatives there are.
            glossary: the terms that translations are to have; none if not given.
        """
        self._manner = manner or Manner()
        self._search = Search(engine, tokenizer, description, decoding or Decoding())
        self._description = description
        self._checkers = dict(checkers or {})
        self._glossary = glossary or Glossary()

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._description.name

    @property
    def targets(self) -> tuple[Language, ...]:
        """The languages that the model translates into."""
        return tuple(Language(code) for code in self._description.prefixes)

    def obeying(self, glossary: Glossary) -> "MarianTranslator":
        """Return the translator with another glossary; it shares the model."""
        other = copy(self)
        other._glossary = glossary
        return other

    def translate(
        self, texts: Sequence[str], target: Target, on_progress: Progress | None = None
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
        round_ = _Round(target, self._glossary.finder(target))
        jobs = {text: self._first_job(text, round_) for text in dict.fromkeys(texts)}
        worth = list(dict.fromkeys(job for job in jobs.values() if self._worth(job)))
        drafts = self._drafts(worth, round_, progress)
        done = dict(zip(worth, self._improved(drafts, round_), strict=True))
        progress.finish()
        return [self._translation(text, jobs[text], done, round_) for text in texts]

    def varied(self, glossary: Glossary, alternatives: int) -> "MarianTranslator":
        """Return the same model with other terms and another number of alternatives.

        There are no more alternatives than the search keeps hypotheses.
        """
        other = self.obeying(glossary)
        other._manner = replace(self._manner, alternatives=alternatives)
        return other

    def score(
        self, sources: Sequence[str], translations: Sequence[str], target: Target
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

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation, for marks to stand around them.

        By the word table; a model that knows both directions says where the stretches end.

        Args:
            spans: starts and ends in the source.
            source: a sentence.
            target: its translation.
            language: that of the target, English or Vietnamese.

        Returns:
            Spans of whole words, None where the span or the target has none.
        """
        found = place(spans, source, target, language)
        if any(one not in self._description.prefixes for one in (language, language.other)):
            return found

        def score(sources: Sequence[str], texts: Sequence[str]) -> list[tuple[float, int]]:
            return self._search.both_ways(sources, texts, language)

        return [
            at and refined(span, at, source, target, language, score)
            for span, at in zip(spans, found, strict=True)
        ]

    def _checked(self, target: Target) -> Target:
        language = target_of(target)
        if language not in self._description.prefixes:
            have = " and ".join(self._description.prefixes)
            raise UsageError(
                f"the model {self.name!r} translates into {have} only, not into {str(language)!r}; "
                "give another model"
            )
        return language

    def _first_job(self, text: str, round_: "_Round") -> _Job:
        """Return what to ask of the model at first."""
        clean = _clean(with_usual_groups(text, round_.target.other))
        if round_.target is Language.VIETNAMESE:
            clean = with_clock_figures(clean)
        else:
            uses = terms_in(round_.finder, clean, [], False) if round_.finder else []
            clean = in_full(with_dong_in_full(clean), [clean[use.start : use.end] for use in uses])
        checker = self._checkers.get(round_.target)
        if not checker:
            return _Job(clean)
        small = in_ordinary_case(clean, checker.names)
        read = round_.of(clean if small is None else small, checker, small is not None)
        terms = [span_of(use, read.text, round_.target) for use in round_.uses(read.text)]
        kept = [span for span in terms if span.kind == KEPT]
        spans = (*read.fixed, *kept) if self._description.placeholders else ()
        if not has_letters(without(read.prose, read.names)):
            spans = (*read.fixed, *read.names, *terms)
        return _Job(read.text, tuple(sorted(spans)), capitals=small is not None)

    def _drafts(self, jobs: list[_Job], round_: "_Round", progress: Share) -> list[_Draft]:
        """Translate jobs, a batch for each way to search."""
        made: dict[_Job, _Draft] = {}
        for way in product((False, True), (False, True)):
            some = [job for job in jobs if (job.no_repeat, job.quick) == way]
            made.update(zip(some, self._batch(some, round_, *way, progress), strict=True))
        return [made[job] for job in jobs]

    def _batch(
        self,
        jobs: list[_Job],
        round_: "_Round",
        no_repeat: bool,
        quick: bool,
        progress: Share,
    ) -> list[_Draft]:
        if not jobs:
            return []
        chunks = [split_long(self._masked(job), self._fits) for job in jobs]
        texts = [c for cs in chunks for c in cs if has_letters(c)]
        several = self._manner.alternatives > 0
        ranked = self._search.ranked(
            texts, round_.target, no_repeat, progress.of, quick, several=several
        )
        found = iter(ranked)
        drafts = []
        for job, parts in zip(jobs, chunks, strict=True):
            made = [(part, next(found) if has_letters(part) else []) for part in parts]
            drafts.append(self._draft(job, made, round_))
        return drafts

    def _fits(self, part: str) -> bool:
        """Say whether the model takes a part of a masked text whole."""
        return has_each_once(part) and self._search.fits(part)

    def _draft(
        self, job: _Job, made: list[tuple[str, list[Hypothesis]]], round_: "_Round"
    ) -> _Draft:
        """Return the best that the parts of a text became; of one part, the first without fault."""
        drafts: list[_Draft] = []
        for number in range(len(made[0][1]) if len(made) == 1 else 1):
            option = [(part, ranked[number] if ranked else None) for part, ranked in made]
            drafts.append(self._judged(job, round_, option))
            if not (drafts[-1].problems or self._manner.alternatives):
                break
        best = min(drafts, key=lambda draft: len(draft.problems))
        fair = [draft.shown for draft in drafts if len(draft.problems) <= len(best.problems)]
        others = [text for text in dict.fromkeys(fair) if text != best.shown]
        return replace(best, others=tuple(others[: self._manner.alternatives]))

    def _judged(
        self, job: _Job, round_: "_Round", made: list[tuple[str, Hypothesis | None]]
    ) -> _Draft:
        """Put together what the parts of a text became, and say what is wrong with it."""
        hypotheses = [h for _, h in made if h]
        said = [self._said(job, part, h, round_) for part, h in made]
        parts = [part for part, _ in made]
        text, shown = _joined(job, parts, said), _shown(job, parts, said)
        if not text:
            kept = job.text.upper() if job.capitals else job.text
            return _Draft(job, job.text, kept, _mean(hypotheses), (_EMPTY,))
        cut = [] if all(h.finished for h in hypotheses) else [_CUT]
        problems = (*cut, *self._problems(job, text, round_))
        return _Draft(job, text, shown, _mean(hypotheses), problems)

    def _problems(self, job: _Job, text: str, round_: "_Round") -> list[Problem]:
        """Return what a translation has lost of its source, and of the glossary's terms."""
        if job.text not in round_.read:
            return []
        uses = round_.uses(job.text)
        lost = missing(uses, text, round_.target)
        found = self._checkers[round_.target].problems(round_.read[job.text], text)
        found += left_over(uses, text, round_.target)
        return [*found, *problems_of(lost, job.text, round_.target)]

    def _said(self, job: _Job, part: str, made: Hypothesis | None, round_: "_Round") -> str:
        """Return what a part became, with its placeholders; without letters, as it was."""
        if made is None:
            return part
        text = self._search.read(made, round_.target) + (" " if part.endswith(" ") else "")
        read = round_.read.get(job.text)
        if read:
            text = as_written(read.names, text)
            text = evened(read.names, text) if round_.target is Language.VIETNAMESE else text
        return localise_copies(job.text, text, round_.target)

    def _improved(self, drafts: list[_Draft], round_: "_Round") -> list[_Draft]:
        """Try once more where something is wrong; keep the better of both."""
        second = {draft.job: self._second_job(draft, round_) for draft in drafts if draft.problems}
        jobs = dict.fromkeys(
            job for first, job in second.items() if job != first and self._worth(job)
        )
        again = {draft.job: draft for draft in self._drafts(list(jobs), round_, Share(None, 0))}
        pairs = [(draft, again.get(second.get(draft.job, draft.job), draft)) for draft in drafts]
        written = self._with_terms(pairs, round_)
        return [
            min(
                (*pair, *written.get(pair[0].job, ())),
                key=lambda d: (len(d.problems), -d.rank, -d.score),
            )
            for pair in pairs
        ]

    def _with_terms(
        self, pairs: Sequence[tuple[_Draft, _Draft]], round_: "_Round"
    ) -> dict[_Job, list[_Draft]]:
        """Return drafts for texts whose first one lost terms, in the form the model likes best."""
        asked: list[tuple[_Draft, _Draft, str]] = []
        for first, other in pairs:
            uses = round_.uses(first.job.text)
            if missing(uses, first.target, round_.target):
                texts = {
                    wording(uses, d.job.text, d.target, round_.target): d for d in (first, other)
                }
                asked += [(first, draft, text) for text, draft in texts.items()]
        terms = [round_.uses(first.job.text) for first, _, _ in asked]
        options = [Wording(first.job.text, text) for first, _, text in asked]
        made: dict[_Job, list[_Draft]] = {}
        best = polished(options, terms, self._search, round_.target) if options else []
        for (first, draft, _), found in zip(asked, best, strict=True):
            made.setdefault(first.job, []).append(self._reworded(draft, found, round_))
        return made

    def _reworded(self, draft: _Draft, found: Wording, round_: "_Round") -> _Draft:
        """Return a draft with another wording."""
        problems = self._problems(draft.job, found.text, round_)
        score = draft.score if isnan(found.score) else found.score
        shown = _in_capitals(found.text, draft.job.spans) if draft.job.capitals else found.text
        return _Draft(draft.job, found.text, shown, score, tuple(problems), found.rank, "put in")

    def _second_job(self, draft: _Draft, round_: "_Round") -> _Job:
        decoding = any(problem.is_of_search for problem in draft.problems)
        spans = draft.job.spans
        if self._description.placeholders:
            wanted = [span for problem in draft.problems for span in problem.spans]
            spans = tuple(to_mask(draft.problems, spans))
            if any(span.kind == TERM for span in wanted):
                terms = (
                    span_of(u, draft.job.text, round_.target) for u in round_.uses(draft.job.text)
                )
                spans = tuple(apart((*terms, *spans)))
        only_terms = all(problem.is_of_term for problem in draft.problems)
        quick = only_terms and spans != draft.job.spans
        return replace(draft.job, spans=spans, no_repeat=decoding, quick=quick)

    def _worth(self, job: _Job) -> bool:
        """Say whether anything is left for the model to translate."""
        return has_letters(self._masked(job))

    def _translation(
        self, text: str, job: _Job, done: Mapping[_Job, _Draft], round_: "_Round"
    ) -> Translation:
        uses = round_.uses(job.text)
        if job not in done and any(span.kind in _KNOWN for span in job.spans):
            parts = [self._masked(job)]
            made = self._finished(text, job, opened(job.text, _shown(job, parts, parts)), round_)
            known = uses_of(uses, job.text, made, round_.target, "from the glossary")
            return Translation(text, made, provenance="glossary" if uses else "copy", terms=known)
        if job not in done:
            made = localised(text, round_.target) if self._manner.localise else text
            return Translation(text, made)
        draft = done[job]
        whole = (with_lost_objects(job.text, shown) for shown in (draft.shown, *draft.others))
        target, *others = (
            self._finished(text, job, opened(job.text, with_spaces(job.text, one)), round_)
            for one in whole
        )
        return Translation(
            text,
            target,
            draft.score,
            self.name,
            tuple(str(problem) for problem in draft.problems),
            alternatives=tuple(one for one in dict.fromkeys(others) if one != target),
            terms=uses_of(uses, job.text, draft.target, round_.target, draft.how),
        )

    def _finished(self, text: str, job: _Job, target: str, round_: "_Round") -> str:
        """Return a target in the manner asked for, within the space around the source."""
        read = round_.read.get(job.text)
        if self._manner.names == "keep" and round_.target is Language.ENGLISH and read:
            is_ordinary = self._checkers[round_.target].words.is_ordinary
            target = with_accents(read.text, read.names, target, is_ordinary)
        if not self._manner.localise:
            target = as_in_source(text, target, round_.target)
        before, after = _outer_space(text)
        return before + target + after

    def _masked(self, job: _Job) -> str:
        return mask(job.text, job.spans, self._description.placeholders)


@dataclass(frozen=True, slots=True)
class _Round:
    """What all tries of one call share: the target language, the sources as they were read.

    `terms` are those that a source has.
    """

    target: Target
    finder: Finder
    read: dict[str, CheckedSource] = field(default_factory=dict)
    terms: dict[str, tuple[Found, ...]] = field(default_factory=dict)

    def of(self, text: str, checker: Checker, any_case: bool) -> CheckedSource:
        """Return a source with all that its translations are held against, read once."""
        if text not in self.read:
            fixed = checker.fixed(text) if self.finder else []
            uses = terms_in(self.finder, text, fixed, any_case) if self.finder else []
            self.terms[text] = tuple(uses)
            spans = [span_of(use, text, self.target) for use in uses]
            self.read[text] = checker.read(text, spans)
        return self.read[text]

    def uses(self, text: str) -> tuple[Found, ...]:
        """Return the terms of a source that was read."""
        return self.terms.get(text, ())


def _joined(job: _Job, parts: Sequence[str], said: Sequence[str]) -> str:
    """Put together what the parts became, and back what the placeholders stand for."""
    stand_for = meanings(parts, job.spans)
    texts = [unmask(text, found) for text, found in zip(said, stand_for, strict=True)]
    return without_doubled_objects(job.text, "".join(texts)).strip()


def _shown(job: _Job, parts: Sequence[str], said: Sequence[str]) -> str:
    """Do the same in capitals if the source was; links, code and their like stay as they are."""
    if not job.capitals:
        return _joined(job, parts, said)
    spans = tuple(
        replace(span, replacement=span.replacement.upper()) if span.kind in _TEXT else span
        for span in job.spans
    )
    return _joined(replace(job, spans=spans), parts, [text.upper() for text in said])


def _in_capitals(text: str, spans: Sequence[Span]) -> str:
    """Return a text in capitals but for links, code and their like."""
    shown = text.upper()
    for span in spans:
        if span.kind not in _TEXT:
            shown = shown.replace(span.replacement.upper(), span.replacement)
    return shown


def _mean(hypotheses: Iterable[Hypothesis]) -> float:
    """Return the mean log-probability over the pieces, ends included, of all hypotheses."""
    pieces = [len(h.pieces) + h.finished for h in hypotheses]
    scores = [h.score for h in hypotheses]
    return sum(s * n for s, n in zip(scores, pieces, strict=True)) / sum(pieces)


def _clean(text: str) -> str:
    """Return a text in NFC with single spaces and nothing invisible; code and tags are as found."""
    text = nfc(text)
    if not _SPACE.search(text):
        return text
    pieces, end = [], 0
    for found in find_protected(text):
        pieces += [_SPACE.sub(_space, text[end : found.start]), text[found.start : found.end]]
        end = found.end
    return "".join((*pieces, _SPACE.sub(_space, text[end:]))).strip()


def _space(match: re.Match[str]) -> str:
    """Return a space for white space, nothing for what is invisible."""
    return " " if any(map(str.isspace, match[0])) else ""


def _outer_space(text: str) -> tuple[str, str]:
    start = len(text) - len(text.lstrip())
    return text[:start], text[len(text.rstrip()) :]
