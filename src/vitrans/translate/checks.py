"""What a translation has lost of its source, or says too often, or leaves out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from vitrans.text import has_letters
from vitrans.translate.leftovers import find_leftovers
from vitrans.translate.names import NameFinder
from vitrans.translate.numbers import Number, localise, lost_numbers
from vitrans.translate.spans import Span, apart, find_fixed
from vitrans.types import Language

LEFT = "not translated"

_LOOP_WORDS = 10  # the longest run of words whose repetition is looked for
_SAID = 3  # times in a row that a human translation does not say the same words
_LISTED = 6  # and figures or signs
_SHORTEST = 0.5  # of the source's characters; human translations are within 0.5 to 2.1
_LONGEST = 2.6
_ENOUGH = 40  # characters of source from which its length says something
_LETTERS = re.compile(r"(.{1,8}?)\1{9,}")
_RULED = re.compile(r"[\s\d.,_=*~–—-]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a target; `spans` of the source would be kept if they were masked."""

    kind: str
    text: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def is_of_search(self) -> bool:
        """Say whether the decoding went wrong, so that another kind of search may help."""
        return not self.spans and self.kind != LEFT

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


class Checker:
    """Compares sources in one language with targets in the other."""

    def __init__(
        self,
        target: Language,
        names: NameFinder,
        words: NameFinder,
        known: Callable[[str], bool] | None = None,
    ) -> None:
        """Put the parts together; `names` knows the source's language, `words` the target's."""
        self._target = target
        self._source = target.other
        self._names, self._words = names, words
        self._known = known

    @classmethod
    def load(cls, target: Language, known: Callable[[str], bool] | None = None) -> "Checker":
        """Return the checker of translations into `target`; for `known` see `find_fixed`."""
        return cls(target, NameFinder.load(target.other), NameFinder.load(target), known)

    def fixed(self, source: str) -> list[Span]:
        """Return the spans of a source that no model should touch."""
        return find_fixed(source, self._source, self._known)

    def problems(self, source: str, target: str) -> list[Problem]:
        """Return what is wrong with a target, nothing if all is well."""
        fixed = self.fixed(source)
        lost = [span for span in fixed if not _is_in(target, span)]
        found = [Problem(f"{span.kind} lost", span.text, (span,)) for span in lost]
        outside = _blank(source, fixed)
        found += [
            Problem("name lost", span.text, (span,)) for span in self._names.lost(outside, target)
        ]
        for number in lost_numbers(outside, target, self._target):
            spans = tuple(_number_spans(number, self._target))
            found.append(Problem("number lost", number.text, spans))
        left = find_leftovers(outside, target, self._target, self._names, self._words)
        found += [Problem(LEFT, word) for word in left]
        return _unique(found) + self._shape(source, target)

    def _shape(self, source: str, target: str) -> list[Problem]:
        found = []
        loop = find_loop(target)
        if loop and not find_loop(source):
            found.append(Problem("repeats itself", loop))
        elif len(source) >= _ENOUGH and len(target) > _LONGEST * len(source):
            found.append(Problem("much longer than its source"))
        if len(source) >= _ENOUGH and len(target) < _SHORTEST * len(source):
            found.append(Problem("much shorter than its source"))
        return found


def _is_in(target: str, span: Span) -> bool:
    """Say whether a target has a span; in code capitals matter."""
    if span.kind == "code":
        return span.text in target
    return span.text.casefold() in target.casefold()


def find_loop(text: str) -> str:
    """Return the words or letters that a text says over and over, or nothing."""
    words = text.lower().split()
    for size in range(1, min(_LOOP_WORDS, len(words) // 3) + 1):
        run = 0
        for i in range(size, len(words)):
            run = run + 1 if words[i] == words[i - size] else 0
            if run < size * (_SAID - 1):
                continue
            said = " ".join(text.split()[i - size + 1 : i + 1])
            if has_letters(said) or run >= size * (_LISTED - 1):
                return said
    letters = next((m for m in _LETTERS.finditer(text) if not _RULED.fullmatch(m.group())), None)
    return letters.group(1) if letters else ""


def to_mask(problems: list[Problem], masked: list[Span]) -> list[Span]:
    """Return the spans for a second try: what was lost, and what was masked with success.

    A span that was masked and lost all the same is left to the model.
    """
    lost = [span for problem in problems for span in problem.spans]
    again = [span for span in lost if span not in masked]
    return apart([span for span in masked if span not in lost] + again)


def _blank(text: str, spans: list[Span]) -> str:
    """Return the text with the spans blanked out, every position as it was."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _number_spans(number: Number, target: Language) -> list[Span]:
    """Return what to mask of a number: its digits, or all of it where it is in words."""
    digits = list(re.finditer(r"\d+(?:[.,]\d+)*", number.text))
    if not digits:
        figures = _figures(number, target)
        return [Span(number.start, number.end, "number", number.text, figures)]
    return [
        Span(
            number.start + match.start(),
            number.start + match.end(),
            "number",
            match.group(),
            localise(match.group(), target),
        )
        for match in digits
    ]


def _figures(number: Number, target: Language) -> str:
    figures = f"{int(min(number.values)):,}"
    return figures.replace(",", ".") if target is Language.VIETNAMESE else figures


def _unique(problems: list[Problem]) -> list[Problem]:
    """Join problems that say the same: a name that is lost twice is one problem."""
    joined: dict[str, Problem] = {}
    for problem in problems:
        text = str(problem)
        spans = joined[text].spans + problem.spans if text in joined else problem.spans
        joined[text] = Problem(problem.kind, problem.text, spans)
    return list(joined.values())
