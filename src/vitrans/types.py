"""The frozen values that travel through vitrans; a change is a new value."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, Protocol

from vitrans.errors import UsageError


class Language(StrEnum):
    """The language of a piece of text, as far as vitrans tells them apart."""

    ENGLISH = "en"
    VIETNAMESE = "vi"
    UNACCENTED = "vi-unaccented"
    MIXED = "mixed"
    UNDETERMINED = "und"

    @property
    def other(self) -> "Target":
        """The language that is translated from or into: English for Vietnamese, or the reverse.

        Raises:
            ValueError: it is neither of the two.
        """
        if self not in (Language.ENGLISH, Language.VIETNAMESE):
            raise ValueError(f"{str(self)!r} is not a language to translate from or into")
        return Language.ENGLISH if self is Language.VIETNAMESE else Language.VIETNAMESE


Target = Literal[Language.ENGLISH, Language.VIETNAMESE]
"""A language to translate into: one of two, not whatever a text may be found to be in."""


def target_of(code: str) -> Target:
    """Return the language to translate into that a code stands for.

    Raises:
        UsageError: it is neither `en` nor `vi`.
    """
    for target in (Language.ENGLISH, Language.VIETNAMESE):
        if code == target:
            return target
    raise UsageError(f"{code!r} is no language to translate into; give 'en' or 'vi'")


class Kind(StrEnum):
    """What a segment is on the page."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    CUE = "cue"
    SPEAKER = "speaker"
    """The name of who speaks a cue; it stays as it is."""
    LINE = "line"
    """A line of plain text, whose kind its looks will tell."""


@dataclass(frozen=True, slots=True)
class Detection:
    """A language with the probability (0 to 1) that it is the right one.

    `third` is the code (ISO 639-1) of a language that is neither English nor Vietnamese, whose
    `language` is undetermined.
    """

    language: Language
    confidence: float
    third: str = ""

    @property
    def code(self) -> str:
        """The code of the language for people and programs."""
        return self.third or str(self.language)


class MarkKind(StrEnum):
    """What a mark is to the words around it."""

    OPEN = "open"
    """Begins something that its mate ends, such as bold print or a link."""
    CLOSE = "close"
    ALONE = "alone"
    """Stands between words by itself, such as a time stamp."""
    OBJECT = "object"
    """Stands for one private-use character of the text: code, an image, a formula."""
    ESCAPE = "escape"
    """Is how the format writes a character."""
    BREAK = "break"
    """Ends a line of the file within running text, where the text has a space."""
    GAP = "gap"
    """Is nothing in the file where the text has a space, between words that a mark parts."""
    SEAM = "seam"
    """What the file has between two cues of one sentence, where the text has a space."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of time in which subtitles show a text.

    Attributes:
        number: as the file numbers it, or its place among all, from 1.
        start: in seconds.
        end: in seconds.
        track: the name of the style that it is shown in, such as one for each language.
        placed: whether somebody put it at a place of the picture, as the text of a sign.
    """

    number: int
    start: float
    end: float
    track: str = ""
    placed: bool = False


@dataclass(frozen=True, slots=True)
class SubtitleRules:
    """What subtitles must be to be read with ease.

    Attributes:
        line_length: characters that a line may have.
        cps: characters a second that a viewer can read.
    """

    line_length: int = 42
    cps: float = 17.0


EASY_TO_READ = SubtitleRules()


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a file that stand for `text[start:end]` of a segment, nothing or more.

    Attributes:
        start: offset in the segment's text.
        end: the same, unless the mark stands for characters of the text.
        raw: what the file has.
        kind: what it is to the words around it.
        pair: the same number for a mark that opens and the one that closes.
        changed: what the file has instead where the words of the pair are others.
    """

    start: int
    end: int
    raw: str
    kind: MarkKind
    pair: int = -1
    changed: str | None = None

    def at(self, start: int) -> "Mark":
        """Return the mark at another place, as long as it is."""
        return replace(self, start=start, end=start + self.end - self.start)


def weave(text: str, marks: Iterable[Mark]) -> str:
    """Return a text with its marks, as it stands in a file."""
    pieces: list[str] = []
    done = 0
    for mark in marks:
        pieces += (text[done : mark.start], mark.raw)
        done = mark.end
    return "".join((*pieces, text[done:]))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that is worked on as one.

    Attributes:
        text: its words, in a row, without what the format writes between them.
        kind: what it is on the page.
        language: as found.
        third: the code of its language where that is neither English nor Vietnamese.
        line: its 1-based line in the source.
        marks: what the format writes within the text, in order.
        escape: the name of the rule by which its format writes characters of its own.
        given: the language that the file says it has, undetermined where it says none.
        cues: where a subtitle is shown: one cue, or one for each stretch between its seams.
        row: its 1-based place on the page, one more than that of what stands right before it and
            two or more behind a gap; 0 where lines of the source are those of the page.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    language: Language = Language.UNDETERMINED
    third: str = ""
    line: int = 1
    marks: tuple[Mark, ...] = ()
    escape: str = ""
    given: Language = Language.UNDETERMINED
    cues: tuple[Cue, ...] = ()
    row: int = 0

    @property
    def place(self) -> int:
        """Its row on the page, or its line."""
        return self.row or self.line

    @property
    def raw(self) -> str:
        """The text as it stands in the file."""
        return weave(self.text, self.marks)

    def with_text(self, text: str) -> "Segment":
        """Return the segment with other letters, one for one, such as restored ones.

        Raises:
            ValueError: the text has another length, and there are marks to be placed.
        """
        if text == self.text:
            return self
        if self.marks and len(text) != len(self.text):
            raise ValueError("a text of another length needs marks of its own")
        return replace(self, text=text, marks=kept_marks(self, text))

    def with_translation(self, text: str, marks: Iterable[Mark] = ()) -> "Segment":
        """Return the segment with another text and its marks."""
        return replace(self, text=text, marks=tuple(marks))

    def cut(self, start: int, end: int) -> "Segment":
        """Return a stretch of the segment with the marks in it and at its ends.

        What closes at the start, and what opens at the end, belongs to the text beside it.
        """
        inner = tuple(
            mark.at(mark.start - start) for mark in self.marks if _belongs(mark, start, end)
        )
        before = weave(self.text[:start], (m for m in self.marks if m.end <= start))
        line = self.line + before.count("\n")
        return replace(self, text=self.text[start:end], marks=inner, line=line)

    def divided(self, spans: Iterable[tuple[int, int]]) -> "Document":
        """Return the segment as a document of stretches of its text, in order and apart."""
        pieces: list[Segment] = []
        glue: list[str] = []
        done, line, marks = 0, self.line, deque(self.marks)
        for start, end in spans:
            before = _taken(marks, start, MarkKind.CLOSE, MarkKind.BREAK)
            glue.append(_gap(self.text, done, start, before))
            line += glue[-1].count("\n")
            here = (m.at(m.start - start) for m in _taken(marks, end, *_AT_END))
            piece = replace(self, text=self.text[start:end], marks=tuple(here), line=line)
            pieces.append(piece)
            line += piece.raw.count("\n")
            done = end
        glue.append(_gap(self.text, done, len(self.text), marks))
        return Document(tuple(pieces), tuple(glue))


# Of the marks at an end of a text, these belong to it; one that opens is of the text behind it.
_AT_END = tuple(kind for kind in MarkKind if kind is not MarkKind.OPEN)


def _taken(marks: "deque[Mark]", end: int, *at_end: MarkKind) -> Iterator[Mark]:
    """Yield the marks before a place, and those at it up to one of no such kind; they are gone."""
    while marks and (
        marks[0].start < end or (marks[0].start == marks[0].end == end and marks[0].kind in at_end)
    ):
        yield marks.popleft()


def _belongs(mark: Mark, start: int, end: int) -> bool:
    """Say whether a mark is of the text from `start` to `end`."""
    if not (start <= mark.start and mark.end <= end):
        return False
    if mark.start < mark.end or start < mark.start < end:
        return True
    if mark.start == start:
        return mark.kind is not MarkKind.CLOSE
    return mark.kind is not MarkKind.OPEN


def _gap(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return what the file has between two stretches of a text."""
    moved = (replace(m, start=m.start - start, end=m.end - start) for m in marks)
    return weave(text[start:end], moved)


def kept_marks(segment: Segment, text: str) -> tuple[Mark, ...]:
    """Return the marks of a segment for a text of the same length in which letters differ."""
    opened = {m.pair: m.start for m in segment.marks if m.kind is MarkKind.OPEN}
    made = []
    for mark in segment.marks:
        stretch = slice(mark.start, mark.end)
        if mark.kind is MarkKind.ESCAPE and text[stretch] != segment.text[stretch]:
            continue
        if mark.changed is not None:
            inner = slice(opened.get(mark.pair, mark.start), mark.start)
            if text[inner] != segment.text[inner]:
                mark = replace(mark, raw=mark.changed, changed=None)
        made.append(mark)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Document:
    """Segments and the verbatim text around them.

    `glue[i]` stands before `segments[i]` and `glue[-1]` after the last one, so
    `len(glue) == len(segments) + 1`, and every character of a source is in one or the other.
    `format` is the name of the file's format, `encoding` that of its bytes; `anchors` are the
    names by which links of the file find its headings, as they were read; `package` is the file
    itself where it is a package of parts, such as EPUB, of which the glue has some; `target` is the
    language that it was translated into, None where it was not. `told` is what there is to say of
    what was read in it and what was left, a line each.
    """

    segments: tuple[Segment, ...]
    glue: tuple[str, ...]
    format: str = "text"
    encoding: str = "UTF-8"
    anchors: tuple[str, ...] = ()
    package: bytes = field(default=b"", repr=False)
    target: Target | None = None
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.glue) != len(self.segments) + 1:
            raise ValueError(
                f"a document of {len(self.segments)} segments needs {len(self.segments) + 1} "
                f"pieces of glue, not {len(self.glue)}"
            )

    def with_texts(self, texts: Sequence[str]) -> "Document":
        """Return the same document with other letters in the segments, one text for each."""
        if isinstance(texts, str):
            raise TypeError("with_texts takes a sequence of texts, not one str")
        segments = zip(self.segments, texts, strict=True)
        return replace(self, segments=tuple(s.with_text(t) for s, t in segments))

    def with_segments(self, segments: Iterable[Segment]) -> "Document":
        """Return the same glue around other segments, one for one."""
        return replace(self, segments=tuple(segments))

    def expanded(self, parts: Iterable["Document"]) -> "Document":
        """Return the document with a document in the place of each of its segments."""
        segments: list[Segment] = []
        glue = [self.glue[0]]
        for part, after in zip(parts, self.glue[1:], strict=True):
            segments += part.segments
            glue[-1] += part.glue[0]
            glue += part.glue[1:]
            glue[-1] += after
        return replace(self, segments=tuple(segments), glue=tuple(glue))


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of a translation memory beside a text that is to be translated.

    Attributes:
        source: the unit's source, as it stands in the memory.
        target: its target, with the text's own numbers and tags where just they differ.
        score: how alike the sources are, in percent: 100 is the same text, 101 the same between
            the same neighbours.
        origin: the file or tool that the unit came from.
        when: when it was made or last changed, ISO 8601; empty if nobody knows.
        by: who made it; empty if nobody knows.
    """

    source: str
    target: str
    score: int
    origin: str = ""
    when: str = ""
    by: str = ""


REVIEWER = "reviewer"
"""The provenance of a target that a person has given."""


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term of a glossary, or a string that is to be kept, that a text has.

    Attributes:
        source: the term as it stands in the text.
        target: what the glossary wants for it.
        found: whether the translation has that, or a form of it.
        reason: how it came there, or why it is missing.
        entry: the term as the glossary has it.
    """

    source: str
    target: str
    found: bool
    reason: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text.

    `score` is the mean log-probability (natural, ≤ 0) of the target tokens, None where nothing
    was decoded; `provenance` says what made the target: the name of a model, `copy`, or
    `memory` with the percent of the match that was applied. `warnings` name what of the source
    is missing from the target; `alternatives` are other targets that the model thought of, the
    best first, where they were asked for; `matches` are what a memory has for the source, the
    best first; `terms` are those of the glossary that the source has, in order.
    """

    source: str
    target: str
    score: float | None = None
    provenance: str = "copy"
    warnings: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    terms: tuple[TermUse, ...] = ()


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


class TextRestorer(Protocol):
    """Anything that puts diacritics back without changing a letter."""

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics, as many as were given and in their order."""
        ...


class Translator(Protocol):
    """Anything that translates sentences into `target`, `en` or `vi`."""

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        """Return one translation for each text, in their order."""
        ...

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return spans of the target for spans of the source, None where there is none."""
        ...
