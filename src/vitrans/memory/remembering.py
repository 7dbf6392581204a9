"""A translator that asks a memory before it translates, and tells it afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from vitrans.memory.drafts import Drafts
from vitrans.memory.keys import normal
from vitrans.memory.lookup import SAME, Found, find
from vitrans.memory.store import Memory
from vitrans.terms import Glossary
from vitrans.translate.numbers import added_numbers, lost_numbers
from vitrans.translate.terms import held_against
from vitrans.types import Match, Target, Translation, Translator

Progress = Callable[[int], None]


class Reporting(Translator, Protocol):
    """A translator that says how far it has got."""

    def translate(
        self, texts: Sequence[str], target: Target, on_progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation for each text, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Prospect:
    """What there is for a text before it is translated.

    Attributes:
        matches: what people have translated, the best first.
        is_taken: whether the best of them takes the place of a translation.
        is_kept: whether the engine has translated the text before.
    """

    matches: tuple[Match, ...] = ()
    is_taken: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Remembering:
    """A translator with a memory.

    What people have translated comes first, then what the same engine has made before, and only
    the rest is translated. A person's text is never rewritten; what its numbers lack is a warning,
    and so is a term that the glossary has otherwise.

    Attributes:
        translator: translates what is not remembered.
        memory: what is asked; it stays as it was when it was opened.
        drafts: what the translator has made before.
        remember: whether what it makes is kept among the drafts.
        apply_from: the percent from which a match is taken; 100 also takes those in which just
            numbers or tags differ.
        glossary: the terms that a match which is taken is held against.
    """

    translator: Reporting
    memory: Memory
    drafts: Drafts
    remember: bool = False
    apply_from: int = SAME
    glossary: Glossary = field(default_factory=Glossary)

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

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation, as the translator sees it."""
        return self.translator.place(spans, source, target, language)

    def prospects(self, texts: Sequence[str], target: Target) -> list[Prospect]:
        """Return what there is for each text of a document, without translating any."""
        found = self._matches(texts, target)
        kept = self.drafts.get(texts, target)
        return [
            Prospect(_offered(ones), self._is_taken(ones), text in kept)
            for text, ones in zip(texts, found, strict=True)
        ]

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
        uses, missed = held_against(self.glossary, normal(text), match.target, target)
        made = f"memory {match.score}%"
        return Translation(
            text,
            match.target,
            None,
            made,
            (*warnings, *missed),
            matches=_offered(found),
            terms=uses,
        )

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
