"""What a memory holds: a text in both languages, and where it comes from."""

from dataclasses import dataclass
from datetime import UTC, datetime

from vitrans.memory.keys import normal
from vitrans.types import Language, Target

PENALTY = 10
"""What a match loses, in percent, because a machine made its target."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where units come from; many have the same.

    Attributes:
        origin: the name of the file, or of what made the unit.
        tool: the program that the file was written by.
        author: who made the unit.
        vi_tag: the tag of its Vietnamese, with a region where there is one.
        en_tag: the tag of its English.
        source: the language that was translated from.
        machine: whether a machine made the target, and nobody has looked at it.
    """

    origin: str = ""
    tool: str = ""
    author: str = ""
    vi_tag: str = "vi-VN"
    en_tag: str = "en-US"
    source: Target = Language.VIETNAMESE
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A text in both languages.

    Attributes:
        vi: the Vietnamese, in NFC and with single spaces, as all texts here.
        en: the English.
        provenance: where it comes from.
        created: when it was made, in seconds since 1970 (UTC), None if nobody knows.
        changed: when it was last changed.
        context: the texts before and after it in the language that was translated from, empty
            at the ends of a document; None if nobody knows.
    """

    vi: str
    en: str
    provenance: Provenance
    created: int | None = None
    changed: int | None = None
    context: tuple[str, str] | None = None

    @property
    def source(self) -> str:
        """The text in the language that was translated from."""
        return self.en if self.provenance.source is Language.ENGLISH else self.vi

    @property
    def target(self) -> str:
        """The text in the other language."""
        return self.vi if self.provenance.source is Language.ENGLISH else self.en

    @property
    def when(self) -> str:
        """The last known date, ISO 8601; empty if there is none."""
        return date_text(self.changed if self.changed is not None else self.created)


def date_text(seconds: int | None) -> str:
    """Return a date as ISO 8601 in UTC; empty where there is none."""
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def unit_of_pair(source: str, target: str, made: Provenance) -> list[Unit]:
    """Return the unit of a source and its target; none where one of them is empty."""
    texts = normal(source), normal(target)
    vi, en = texts if made.source is Language.VIETNAMESE else texts[::-1]
    return [Unit(vi, en, made)] if vi and en else []
