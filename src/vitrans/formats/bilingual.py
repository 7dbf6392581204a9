"""Files with a place for the translation beside each source: what is open, and how it is filled.

Such a file is read twice. As it stands, all its texts are segments, each of the language that the
file says; so it is restored, searched and told by language. To be translated, it gives a small
document for each source that has no translation yet, and takes back what became of each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from vitrans.encodings import decode
from vitrans.errors import InputError, reading
from vitrans.exchange.tmx import TAGS
from vitrans.formats.base import TextFormat
from vitrans.types import REVIEWER, Document, Language, Segment, Target, Translation

NOT_TO_BE = "not to be translated"
LOCKED = "locked"
APPROVED = "approved"
AGAIN = "to be looked at; --again translates it anew"
"""Why a draft is left, unless all drafts are to be translated again."""
TRANSLATED = "translated already"

# Stands between the documents of units; no file has it, as text with it is refused.
_APART = "\0"
_LEFT = ("copy", "restorer")
_EXACT = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """What of a bilingual file is to be translated.

    Attributes:
        units: the open sources, each with what stands around its words.
        left: how many other sources are left as they are, by why.
    """

    units: tuple[Document, ...]
    left: Mapping[str, int] = field(default_factory=Counter)

    def document(self, format: str) -> Document:
        """Return the units as one document, which `results` takes apart again."""
        segments: list[Segment] = []
        glue = [""]
        for unit in self.units:
            segments += unit.segments
            glue[-1] += _APART + unit.glue[0]
            glue += unit.glue[1:]
        return Document(tuple(segments), tuple(glue), format)


class Made(Enum):
    """How a translation came about."""

    PARTLY = "partly"
    """Some of its sentences could not be translated."""
    MACHINE = "machine"
    FUZZY = "fuzzy"
    """From a translation memory, of a sentence that is not quite the same."""
    EXACT = "exact"
    """From a translation memory, of the same sentence."""
    REVIEWED = "reviewed"
    """By a person."""

    @property
    def is_sure(self) -> bool:
        """Whether nobody has to look at it any more."""
        return self in (Made.EXACT, Made.REVIEWED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a unit: its text as it goes into the file, and how its sentences were made."""

    text: str
    made: tuple[Translation, ...]

    @property
    def is_left(self) -> bool:
        """Whether nothing was translated that should have been; the place then stays as it is."""
        untouched = all(one.provenance in _LEFT for one in self.made)
        return untouched and self.how is Made.PARTLY

    @property
    def how(self) -> Made:
        """How it was made; the worst of its sentences says so."""
        if any(one.provenance in _LEFT and one.warnings for one in self.made):
            return Made.PARTLY
        if self.made and all(one.provenance == REVIEWER for one in self.made):
            return Made.REVIEWED
        known = [one for one in self.made if one.provenance.startswith("memory")]
        if not known or len(known) < len(self.made):
            return Made.MACHINE
        return Made.EXACT if self.percent >= _EXACT else Made.FUZZY

    @property
    def percent(self) -> int:
        """How like their sources the memory's sentences were, at least; 0 where it had none."""
        best = (max((m.score for m in one.matches), default=0) for one in self.made)
        return min(100, int(min(best, default=0)))


def results(done: Document, made: Sequence[Translation]) -> list[Result]:
    """Return what became of each unit of a document that `Opened.document` made.

    Args:
        done: the document with translations for segments, perhaps cut into more of them.
        made: how each segment was made.
    """
    texts: list[list[str]] = [[""]]
    translations: list[list[Translation]] = [[]]
    pairs = zip(done.segments, done.glue[1:], made, strict=True)
    _add(texts, translations, done.glue[0])
    for segment, glue, translation in pairs:
        texts[-1].append(segment.raw)
        translations[-1].append(translation)
        _add(texts, translations, glue)
    listed = zip(texts, translations, strict=True)
    return [Result("".join(text), tuple(one)) for text, one in listed][1:]


def _add(texts: list[list[str]], translations: list[list[Translation]], glue: str) -> None:
    """Add a piece of glue, in which units may end and begin."""
    first, *others = glue.split(_APART)
    texts[-1].append(first)
    for other in others:
        texts.append([other])
        translations.append([])


class BilingualFormat(TextFormat):
    """A format whose files have a place for the translation beside each source."""

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes.

        Raises:
            InputError: they are damaged, or not of this format.
        """
        found = decode(data, name)
        with reading(name):
            return replace(self.parse(found.text), encoding=found.encoding)

    def opened(self, text: str, target: Target, again: bool = False) -> Opened:
        """Return what of a file's text is to be translated.

        Args:
            text: the file's text.
            target: the language to translate into.
            again: whether drafts are translated again.

        Raises:
            InputError: the file is not to be translated into that language.
        """
        raise NotImplementedError

    def filled(self, text: str, target: Target, done: Sequence[Result], again: bool = False) -> str:
        """Return a file's text with translations in their places, one for each open source."""
        raise NotImplementedError

    def over_length(self, before: str, after: str) -> Iterator[str]:
        """Yield which translations of a filled file are longer than the file allows.

        Args:
            before: the file's text as it was; what was too long there is not named.
            after: the same with translations.
        """
        return iter(())


def language_of(tag: str) -> Language:
    """Return the language of a tag such as `vi-VN`, undetermined if it is neither of the two."""
    main = tag.replace("_", "-").lower().split("-")[0]
    known = {"en": Language.ENGLISH, "eng": Language.ENGLISH, "vi": Language.VIETNAMESE}
    return {**known, "vie": Language.VIETNAMESE}.get(main, Language.UNDETERMINED)


def check_direction(source: str, target: str, to: Target) -> None:
    """Refuse to translate a file into another language than it says.

    Args:
        source: the tag of its source language, empty if it says none.
        target: the tag of its target language, empty if it says none.
        to: the language that is asked for.

    Raises:
        InputError: the languages are others.
    """
    told = f"it is translated from {source or 'an unnamed language'} into {target or 'none yet'}"
    wrong = [tag for tag in (source, target) if tag and language_of(tag) is Language.UNDETERMINED]
    if wrong:
        raise InputError(
            f"{told}; vitrans translates between English and Vietnamese only, so give a file "
            "with en and vi"
        )
    if target and language_of(target) is not to:
        raise InputError(f"{told}; give --to {language_of(target)} instead of --to {to}")
    if source and language_of(source) is to:
        raise InputError(f"{told}; give --to {to.other} instead of --to {to}")


def is_open(left: str, again: bool) -> bool:
    """Say whether a source is to be translated that is left for a reason, or for none."""
    return not left or (again and left == AGAIN)


def tag_for(to: Target, source: str) -> str:
    """Return the tag to write for a target language, with a region where the source has one."""
    return TAGS[to] if "-" in source else str(to)


def counted(reasons: Iterable[str]) -> Counter[str]:
    """Return how often each reason occurs, in the order of the first times."""
    return Counter(reason for reason in reasons if reason)


def left_lines(left: Mapping[str, int]) -> Iterator[str]:
    """Yield what was left as it is, for people."""
    for why, count in left.items():
        yield f"{count} left as {'it is' if count == 1 else 'they are'}: {why}"
