"""`/restore`: diacritics put back, with what else each word might be."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vitrans.pipeline import Counterparts, FindEnglish, Restored, restore_detailed
from vitrans.restore import Restoration
from vitrans.restore.views import DOUBTFUL, details
from vitrans.server.admission import ADMITTED
from vitrans.server.desk import Desk
from vitrans.server.own.values import (
    FormatName,
    Given,
    OneOrMore,
    Problem,
    TextFormatOf,
    TheDesk,
    shaped,
    texts_of,
)
from vitrans.server.problems import RefusedError
from vitrans.text import lines
from vitrans.toolkit import Toolkit
from vitrans.types import Document, Segment

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class RestoreRequest(Given):
    """Vietnamese texts that lack their diacritics."""

    text: Annotated[OneOrMore, Field(description="A text, or several.")]
    format: FormatName = "text"
    english: Annotated[
        str | list[str] | None,
        Field(description="The same in English, line by line; the words are chosen by it."),
    ] = None
    phrases: Annotated[
        tuple[str, ...],
        Field(description="Names and phrases to follow, besides those of the user's lexicon."),
    ] = ()
    candidates: Annotated[int, Field(ge=0, le=20, description="Forms told of each word.")] = 5
    threshold: Annotated[
        float, Field(ge=0, le=1, description="Less probable words are doubtful.")
    ] = DOUBTFUL


class Candidate(BaseModel):
    """A form that a word might have."""

    form: str
    probability: float


class Word(BaseModel):
    """A word that had a choice; offsets count characters of the sentence, before and after."""

    start: int
    end: int
    original: str
    restored: str
    probability: float
    doubtful: bool
    candidates: list[Candidate]


class RestoredSegment(BaseModel):
    """A sentence; the text is `before + marked-up restored` of all in a row, and `after`."""

    line: int
    kind: str
    language: str
    before: str
    source: str
    restored: str
    words: list[Word]


class RestoredText(BaseModel):
    """A restored text and its sentences."""

    text: str
    segments: list[RestoredSegment]
    after: str


class RestoreResponse(BaseModel):
    """Restored texts, in the shape that the texts came in."""

    text: OneOrMore
    details: RestoredText | list[RestoredText]


@router.post("/restore", responses={400: {"model": Problem}, 413: {"model": Problem}})
async def restore(asked: RestoreRequest, desk: TheDesk) -> RestoreResponse:
    """Put diacritics back; no letter changes, and English is left alone."""
    desk.check(texts_of(asked.text))
    return await desk.run(lambda: restored(asked, desk))


def restored(asked: RestoreRequest, desk: Desk) -> RestoreResponse:
    """Return what was asked for."""
    form = TextFormatOf.named(asked.format)
    texts = texts_of(asked.text)
    english = texts_of(asked.english) if asked.english is not None else [""] * len(texts)
    if len(english) != len(texts):
        raise RefusedError(
            400, f"{len(english)} English texts beside {len(texts)}; give one for each"
        )
    tools = desk.tools.following(asked.phrases)
    pairs = list(zip(texts, english, strict=True))
    made = desk.each(pairs, lambda pair: restored_text(form.parse(pair[0]), tools, pair[1]))
    results = [told(one, asked.candidates, asked.threshold, form) for one in made]
    return RestoreResponse(
        text=shaped(asked.text, [one.text for one in results]),
        details=shaped(asked.text, results),
    )


def restored_text(document: Document, tools: Toolkit, english: str = "") -> Restored:
    """Return a document restored, with what was chosen for each word.

    Args:
        document: as a format has read it.
        tools: the models.
        english: the same in English, line by line, where it is known.
    """
    finder: FindEnglish = tools.english_captions
    if english:
        numbered = {number: line.strip() for number, line in enumerate(lines(english), 1)}
        known = {number: line for number, line in numbered.items() if line}

        def finder(tagged: Document) -> Counterparts:
            return Counterparts(known, tools.evidence, tools.restorer)

    return restore_detailed(document, tools.restorer, tools.detector, finder)


def told(
    made: Restored, candidates: int, threshold: float, form: TextFormatOf | None = None
) -> RestoredText:
    """Return what there is to be told of a restored document.

    Args:
        made: the restored document.
        candidates: how many forms are told of each word.
        threshold: words below this probability are doubtful.
        form: how its text is written; of a file, where it is None, the sentences alone are told.
    """
    count = len(made.restorations)
    glue = made.source.glue if form else ("",) * (count + 1)
    rows = zip(glue[:-1], made.source.segments, made.restorations, strict=True)
    return RestoredText(
        text=form.text(made.document) if form else "",
        segments=[_segment(*row, candidates, threshold) for row in rows],
        after=glue[-1],
    )


def _segment(
    before: str, segment: Segment, made: Restoration, candidates: int, threshold: float
) -> RestoredSegment:
    words = [
        Word(**word, doubtful=word["probability"] < threshold) for word in details(made, candidates)
    ]
    return RestoredSegment(
        line=segment.line,
        kind=segment.kind,
        language=segment.third or segment.language,
        before=before,
        source=segment.text,
        restored=made.text,
        words=words,
    )
