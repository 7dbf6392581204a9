"""What a bilingual file holds, whatever its form: rows of a source and a target."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from vitrans.types import MarkKind, Match, Target, TermUse


@dataclass(frozen=True, slots=True)
class Code:
    """An inline mark within a text, or what stands for words there, such as code or an image.

    `id` is the same for what opens and for what closes, and in the source and the target; `raw`
    is what the original has.
    """

    id: int
    kind: MarkKind
    raw: str = ""

    @property
    def is_object(self) -> bool:
        """Whether it stands for words, so that a reader must see it."""
        return self.kind is MarkKind.OBJECT


DOUBTFUL = 0.3
"""A confidence below this is doubtful."""

Coded = tuple[str | Code, ...]
"""A text with its inline marks, piece by piece."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence and what was made of it.

    Attributes:
        id: its number in the document, from 1; the same whenever the document is read.
        source: as the document has it.
        target: what stands in its place in the result.
        line: its line in the document.
        provenance: what made the target: the name of a model, `copy`, `restorer` and so on.
        confidence: how sure the translation is, 0 to 1; None where nothing was translated.
        flags: what is wrong with the target.
        left: why it was left alone, empty where it was not.
        alternatives: other targets.
        matches: what a translation memory has for it.
        terms: the glossary's terms that it has.
    """

    id: int
    source: Coded
    target: Coded
    line: int = 1
    provenance: str = "copy"
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    left: str = ""
    alternatives: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    terms: tuple[TermUse, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether the translation is so unsure that it should be read first."""
        return self.confidence is not None and self.confidence < DOUBTFUL

    @property
    def is_translated(self) -> bool:
        """Whether the target is in another language than the source."""
        return self.confidence is not None or self.provenance not in ("copy", "restorer", "rule")

    @property
    def memory(self) -> str:
        """`memory 99%` where the target is what a translation memory has; empty where not."""
        return self.provenance if self.provenance.startswith("memory ") else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one document; `name` is the document's, `target` the language it is now in."""

    name: str
    target: Target
    rows: tuple[Row, ...]

    @property
    def source(self) -> Target:
        """The language that was translated from."""
        return self.target.other


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reviewer says of one sentence.

    Attributes:
        source: its words, by which it is found in the original.
        target: what is to stand in its place.
        id: its number, None where the file has lost it.
        changed: whether the target is another than the reviewer was given; None where the file
            does not tell.
        place: where it stands in the reviewed file, for messages: `line 12`, `row 3`.
    """

    source: str
    target: Coded
    id: int | None = None
    changed: bool | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A bilingual file as a reviewer gave it back.

    `coded` is whether its targets have the marks of the original, so that their places count;
    `target` is the language of the targets, None where the file does not say it.
    """

    entries: tuple[Entry, ...]
    target: Target | None = None
    coded: bool = False


def shown(text: Coded) -> str:
    """Return the words of a text as people read them; what stands for words is `{1}`, `{2}`."""
    return "".join(
        piece if isinstance(piece, str) else f"{{{piece.id}}}" if piece.is_object else ""
        for piece in text
    )


def digest(text: str) -> str:
    """Return eight characters by which a changed target is told from one that was left."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:8]


def is_changed(text: str, check: str) -> bool | None:
    """Say whether a text has changed since a check was made of it; None where there is none."""
    return digest(text) != check if check else None


def joined(pieces: Iterable[str | Code]) -> Coded:
    """Return pieces with strings that follow each other as one, and no empty ones."""
    made: list[str | Code] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece != "":
            made.append(piece)
    return tuple(made)


def percent(confidence: float | None) -> str:
    """Return a confidence in percent, and nothing where there is none."""
    return "" if confidence is None else f"{100 * confidence:.0f}"
