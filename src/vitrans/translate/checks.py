"""What a translation has lost of its source, or says too often, or leaves out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vitrans.text.numbers import Number, find_numbers
from vitrans.translate.leftovers import Leftovers
from vitrans.translate.loops import find_doubled, find_loop
from vitrans.translate.names import NameFinder
from vitrans.translate.numbers import (
    added_months,
    added_numbers,
    changed_dates,
    doubled_numbers,
    lost_labels,
    missing_numbers,
)
from vitrans.translate.problems import LEFT, Problem, unique
from vitrans.translate.second_try import number_spans
from vitrans.translate.spans import OBJECT, Span, apart, find_fixed, without
from vitrans.translate.units import added_currencies, lost_units
from vitrans.types import Language, Target

# What each has its own place, so that one of two may not be left out.
_COUNTED = ("reference", "placeholder", "tag", "shortcode", "code", "math", "break")
_SHORTEST = 0.5  # of the source's characters; human translations are within 0.5 to 2.1
_LONGEST = 2.6
_ENOUGH = 40  # characters of source from which its length says something


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A source and what its translations are held against, read once.

    Attributes:
        text: the source.
        fixed: the spans that no model should touch.
        prose: the text without them, every position as it was.
        names: the names in it.
        numbers: the numbers in it that are no part of a name.
        words: its words, as `Leftovers.words_of` has them.
        loops: whether it says the same over and over itself.
    """

    text: str
    fixed: tuple[Span, ...]
    prose: str
    names: tuple[Span, ...]
    numbers: tuple[Number, ...]
    words: dict[str, bool]
    loops: bool


class Checker:
    """Compares sources in one language with targets in the other."""

    def __init__(
        self,
        target: Target,
        names: NameFinder,
        words: NameFinder,
        known: Callable[[str], bool] | None = None,
    ) -> None:
        """Put the parts together; `names` knows the source's language, `words` the target's."""
        self._target = target
        self._source = target.other
        self.names, self.words = names, words
        self._leftovers = Leftovers(target, names, words)
        self._known = known

    @classmethod
    def load(cls, target: Target, known: Callable[[str], bool] | None = None) -> "Checker":
        """Return the checker of translations into `target`; for `known` see `find_fixed`."""
        return cls(target, NameFinder.load(target.other), NameFinder.load(target), known)

    def fixed(self, source: str) -> list[Span]:
        """Return the spans of a source that no model should touch."""
        english = self.names if self._source is Language.ENGLISH else self.words
        return find_fixed(source, self._source, self._known, english.is_ordinary)

    def read(self, source: str, terms: Sequence[Span] = ()) -> CheckedSource:
        """Return a source with all that its translations are held against.

        For `terms` something is known to stand; nothing else is asked of them.
        """
        fixed = tuple(span for span in self.fixed(source) if not any(map(span.overlaps, terms)))
        prose = without(source, (*fixed, *terms))
        names = tuple(apart([*self.names.writers(source), *self.names.find(prose)]))
        numbers = tuple(find_numbers(without(prose, names), self._source))
        words = self._leftovers.words_of(prose)
        return CheckedSource(source, fixed, prose, names, numbers, words, bool(find_loop(source)))

    def problems(self, source: CheckedSource | str, target: str) -> list[Problem]:
        """Return what is wrong with a target, nothing if all is well."""
        read = self.read(source) if isinstance(source, str) else source
        found = [*self._lost(read, target), *self._numbers(read, target)]
        left = self._leftovers.find(read.words, read.prose, _without(read.fixed, target))
        found += [Problem(LEFT, text) for text in left]
        return unique(found) + list(_shape(read, target, self._target))

    def _lost(self, source: CheckedSource, target: str) -> Iterator[Problem]:
        wanted = Counter(span.replacement for span in source.fixed if span.kind in _COUNTED)
        for span in source.fixed:
            if (
                not _is_in(target, span)
                or target.count(span.replacement) < wanted[span.replacement]
            ):
                text = "" if span.kind == "object" else span.text
                yield Problem(f"{span.kind} lost", text, (span,))
        if len(OBJECT.findall(target)) > len(OBJECT.findall(source.text)):
            yield Problem("object doubled")
        for span in self.names.lost(source.names, _without(source.fixed, target)):
            yield Problem("name lost", span.text, (span,))

    def _numbers(self, source: CheckedSource, target: str) -> Iterator[Problem]:
        prose, language = source.prose, self._target
        lost = missing_numbers([n for n in source.numbers if n.certain], target, language)
        for number in lost:
            yield Problem("number lost", number.text, number_spans(prose, number, language))
        kept = [number for number in source.numbers if number not in lost]
        for span in lost_units(prose, kept, target, language):
            yield Problem("unit lost", span.text, (span,))
        for span in changed_dates(prose, target, language):
            yield Problem("date changed", span.text, (span,))
        for month, spans in added_months(prose, target, language):
            yield Problem("month added", month, tuple(spans))
        for span in lost_labels(prose, target):
            yield Problem("designation lost", span.text, (span,))
        yield from self._added(source.text, target)

    def _added(self, source: str, target: str) -> Iterator[Problem]:
        language = self._target
        for sign in added_currencies(source, target):
            yield Problem("currency added", sign)
        for number in added_numbers(source, target, language):
            yield Problem("number added", number.text)
        for number in doubled_numbers(source, target, language):
            yield Problem("number said twice", number.text)


def _doubled(source: CheckedSource, target: str, language: Target) -> str:
    """Return the words that a target says twice in a row where its source does not."""
    if find_doubled(source.text, language.other) or find_doubled(source.text, language):
        return ""
    return find_doubled(target, language)


def _shape(source: CheckedSource, target: str, language: Target) -> Iterator[Problem]:
    """Yield what is wrong with a target as a whole."""
    length = len(source.text)
    loop = "" if source.loops else find_loop(target) or _doubled(source, target, language)
    if loop:
        yield Problem("repeats itself", loop)
    elif length >= _ENOUGH and len(target) > _LONGEST * length:
        yield Problem("much longer than its source")
    if length >= _ENOUGH and len(target) < _SHORTEST * length:
        yield Problem("much shorter than its source")


def _without(kept: Sequence[Span], target: str) -> str:
    """Return a target without what was to be kept as it is, such as `{số tiền}`."""
    for span in kept:
        target = target.replace(span.text, " ")
    return target


def _is_in(target: str, span: Span) -> bool:
    """Say whether a target has a span; in code capitals matter."""
    if span.kind == "code":
        return span.replacement in target
    return span.replacement.casefold() in target.casefold()
