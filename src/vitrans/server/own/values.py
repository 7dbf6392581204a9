"""What several endpoints take and give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from vitrans.formats import PLAIN, named
from vitrans.formats.base import Format
from vitrans.server.desk import Desk
from vitrans.types import Document, Target, target_of

T = TypeVar("T")
OneOrMore = str | list[str]


class Given(BaseModel):
    """What a request gives; members that are not known are passed over."""

    model_config = ConfigDict(extra="ignore")


class Problem(BaseModel):
    """Why a request is not carried out."""

    error: str


class MatchOut(BaseModel):
    """A unit of the memory; 100 is the same text, 101 the same between the same neighbours."""

    source: str
    target: str
    score: int
    origin: str
    when: str
    by: str


FormatName = Annotated[
    str, Field(description="The format of the text: text, markdown, srt, vtt and others.")
]


def desk_of(request: Request) -> Desk:
    """Return the desk of the server that takes a request."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def texts_of(given: OneOrMore) -> list[str]:
    """Return texts as a list, whether one was given or several."""
    return [given] if isinstance(given, str) else given


def shaped(given: OneOrMore, results: Sequence[T]) -> Any:
    """Return results in the shape that the texts came in."""
    return results[0] if isinstance(given, str) else list(results)


def target_named(code: str) -> Target:
    """Return the language to translate into that a code stands for, in any case and region."""
    return target_of(code.lower().replace("_", "-").partition("-")[0])


@dataclass(frozen=True, slots=True)
class TextFormatOf:
    """How texts of one format are read and written."""

    format: Format

    @classmethod
    def named(cls, name: str) -> "TextFormatOf":
        """Return the format of a name.

        Raises:
            UsageError: there is none.
        """
        return cls(named(name) if name else PLAIN)

    def parse(self, text: str) -> Document:
        """Return the document in a text."""
        parse: Callable[[str], Document] | None = getattr(self.format, "parse", None)
        if parse:
            return parse(text)
        return self.format.read(text.encode("utf-8"), "the text")

    def text(self, document: Document) -> str:
        """Return the text of a document."""
        return self.format.write(document).decode("utf-8")
