"""The frozen values that travel through vitrans; a change is a new value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol


class Language(StrEnum):
    """The language of a piece of text, as far as vitrans tells them apart."""

    ENGLISH = "en"
    VIETNAMESE = "vi"
    UNACCENTED = "vi-unaccented"
    MIXED = "mixed"
    UNDETERMINED = "und"

    @property
    def other(self) -> "Language":
        """The language that is translated from or into: English for Vietnamese, or the reverse."""
        return Language.ENGLISH if self is Language.VIETNAMESE else Language.VIETNAMESE


class Kind(StrEnum):
    """What a segment is on the page."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Detection:
    """A language with the probability (0 to 1) that it is the right one."""

    language: Language
    confidence: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that is worked on as one; `line` is its 1-based line in the source."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    language: Language = Language.UNDETERMINED
    line: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """Segments and the verbatim text around them.

    `glue[i]` stands before `segments[i]` and `glue[-1]` after the last one, so
    `len(glue) == len(segments) + 1`, and every character of a source is in one or the other.
    """

    segments: tuple[Segment, ...]
    glue: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.glue) != len(self.segments) + 1:
            raise ValueError(
                f"a document of {len(self.segments)} segments needs {len(self.segments) + 1} "
                f"pieces of glue, not {len(self.glue)}"
            )

    def with_texts(self, texts: Sequence[str]) -> "Document":
        """Return the same document with the segments' texts replaced, one for one."""
        if isinstance(texts, str):
            raise TypeError("with_texts takes a sequence of texts, not one str")
        segments = zip(self.segments, texts, strict=True)
        return replace(self, segments=tuple(replace(s, text=t) for s, t in segments))

    def with_segments(self, segments: Iterable[Segment]) -> "Document":
        """Return the same glue around other segments, one for one."""
        return replace(self, segments=tuple(segments))


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text.

    `score` is the mean log-probability (natural, ≤ 0) of the target tokens, None where nothing
    was decoded; `provenance` says what made the target: the name of a model, or `copy`.
    `warnings` name what of the source is missing from the target.
    """

    source: str
    target: str
    score: float | None = None
    provenance: str = "copy"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bead:
    """Source and target sentences that say the same, by their numbers (from 0, ascending).

    One side is empty where a sentence has no counterpart; `confidence` is a probability.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Bitext:
    """The sentences of a text and of its translation, and the beads that pair them, in order.

    The languages are English and Vietnamese, or unaccented Vietnamese.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    source_language: Language
    target_language: Language
    beads: tuple[Bead, ...]

    def texts(self, bead: Bead) -> tuple[str, str]:
        """Return what a bead says in each language; an empty text where there is nothing."""
        source = " ".join(self.source[i] for i in bead.source)
        return source, " ".join(self.target[j] for j in bead.target)


@dataclass(frozen=True, slots=True)
class CaptionPair:
    """A Vietnamese caption and its English counterpart in one article.

    `vietnamese` is as found, `restored` with diacritics, both without the credit; `line` is the
    1-based line of the Vietnamese caption. Credits are empty where the caption has none.
    """

    vietnamese: str
    restored: str
    english: str
    credit_vi: str
    credit_en: str
    line: int


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's value, on its own scale, with the signature that makes it reproducible.

    `mean` and `interval` are those of bootstrap samples: 95 % lie within mean ± interval. `p` is
    the probability, by a paired test, of so large a difference from the baseline by chance.
    """

    metric: str
    value: float
    signature: str
    mean: float | None = None
    interval: float | None = None
    p: float | None = None


class Restorer(Protocol):
    """Anything that puts diacritics back without changing a letter."""

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics, as many as were given and in their order."""
        ...


class Translator(Protocol):
    """Anything that translates sentences into `target`, `en` or `vi`."""

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        """Return one translation for each text, in their order."""
        ...
