"""A translator that asks a memory before it translates, and tells it afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from vitrans.memory.drafts import Drafts
from vitrans.memory.keys import normal
from vitrans.memory.lookup import SAME, Found, find
from vitrans.memory.store import Memory
from vitrans.translate.numbers import added_numbers, lost_numbers
from vitrans.types import Match, Target, Translation

Progress = Callable[[int], None]


class Reporting(Protocol):
    """A translator that says how far it has got."""

    def translate(
        self, texts: Sequence[str], target: Target, on_progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation for each text, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Remembering:
    """A translator with a memory.

    What people have translated comes first, then what the same engine has made before, and only
    the rest is translated. A person's text is never rewritten; what its numbers lack is a warning.

    Attributes:
        translator: translates what is not remembered.
        memory: what is asked; it stays as it was when it was opened.
        drafts: what the translator has made before.
        remember: whether what it makes is kept among the drafts.
        apply_from: the percent from which a match is taken; 100 also takes those in which just
            numbers or tags differ.
    """

    translator: Reporting
    memory: Memory
    drafts: Drafts
    remember: bool = False
    apply_from: int = SAME

    def translate(
        self, texts: Sequence[str], target: Target, on_progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation for each text, which stand in a document in this order.

        `on_progress` is called with the number of texts that have just been done.
        """
        found = self._matches(texts, target)
        rest = [t for t, ones in zip(texts, found, strict=True) if not self._is_taken(ones)]
        made = self._translated(rest, target, len(texts) - len(rest), on_progress)
        return [
            self._taken(text, ones[0], ones, target)
            if self._is_taken(ones)
            else replace(made[text], matches=_offered(ones))
            for text, ones in zip(texts, found, strict=True)
        ]

    def matches(self, texts: Sequence[str], target: Target) -> list[tuple[Match, ...]]:
        """Return what the memory has for each text of a document, the best first."""
        return [_offered(ones) for ones in self._matches(texts, target)]

    def _matches(self, texts: Sequence[str], target: Target) -> list[list[Found]]:
        return [
            find(self.memory, text, target, context)
            for text, context in zip(texts, _contexts(texts), strict=True)
        ]

    def _is_taken(self, found: Sequence[Found]) -> bool:
        """Say whether the best match takes the place of a translation."""
        if not found:
            return False
        best = found[0]
        return best.match.score >= self.apply_from or (best.is_same and self.apply_from <= SAME)

    def _taken(self, text: str, best: Found, found: Sequence[Found], target: Target) -> Translation:
        match = best.match
        warnings = list(_about_numbers(text, match.target, target))
        if not best.is_same and match.score < SAME:
            warnings.insert(0, f"a match of {match.score} % from the memory: look it over")
        made = f"memory {match.score}%"
        return Translation(text, match.target, None, made, tuple(warnings), matches=_offered(found))

    def _translated(
        self, texts: Sequence[str], target: Target, done: int, on_progress: Progress | None
    ) -> dict[str, Translation]:
        """Return what the engine makes of texts, or has made of them before."""
        kept = self.drafts.get(texts, target)
        missing = [text for text in texts if text not in kept]
        if on_progress and (known := done + len(texts) - len(missing)):
            on_progress(known)
        made = self.translator.translate(missing, target, on_progress) if missing else []
        new = dict(zip(missing, made, strict=True))
        if self.remember:
            self.drafts.put([replace(one, source=text) for text, one in new.items()], target)
        return {**kept, **new}


def _contexts(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts before and after each text."""
    around = ["", *map(normal, texts), ""]
    yield from zip(around[:-2], around[2:], strict=True)


def _offered(found: Sequence[Found]) -> tuple[Match, ...]:
    return tuple(one.match for one in found)


def _about_numbers(source: str, target: str, language: Target) -> Iterator[str]:
    """Yield warnings about numbers in which a translation does not agree with its source."""
    for number in lost_numbers(source, target, language):
        yield f"number lost: {number.text}"
    for number in added_numbers(source, target, language):
        yield f"number added: {number.text}"
