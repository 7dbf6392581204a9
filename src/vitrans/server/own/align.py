"""`/align`: the sentences of a text with those of its translation."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vitrans.pipeline import align_documents
from vitrans.report.bitext import BitextFormat, write_bitext
from vitrans.server.admission import ADMITTED
from vitrans.server.desk import Desk
from vitrans.server.own.values import FormatName, Given, Problem, TextFormatOf, TheDesk
from vitrans.server.problems import RefusedError
from vitrans.types import Bead, Bitext, Language

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class AlignRequest(Given):
    """A text and its translation; either may be the English one."""

    source: str
    target: str
    format: FormatName = "text"
    translate: Annotated[
        bool, Field(description="Translate the English side as further evidence; slower.")
    ] = False
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0


class BeadOut(BaseModel):
    """Sentences that belong together, by their numbers from 0; one side may be empty."""

    source: list[int]
    target: list[int]
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


class Aligned(BaseModel):
    """The sentences of both texts, and which belong together."""

    source: list[str]
    target: list[str]
    source_language: Language
    target_language: Language
    beads: list[BeadOut]


class BitextRequest(Aligned):
    """Beads, perhaps corrected, and the form that a file of them is to have."""

    form: Annotated[Literal["tmx", "tsv", "jsonl", "html"], Field(description="The format.")] = (
        "tmx"
    )


class BitextResponse(BaseModel):
    """The text of a file."""

    text: str


@router.post("/align", responses={400: {"model": Problem}, 413: {"model": Problem}})
async def align(asked: AlignRequest, desk: TheDesk) -> Aligned:
    """Find which sentences of a text and of its translation belong together."""
    desk.check([asked.source, asked.target])
    return await desk.run(lambda: _aligned(asked, desk))


@router.post("/align/file", responses={400: {"model": Problem}, 413: {"model": Problem}})
async def align_file(asked: BitextRequest, desk: TheDesk) -> BitextResponse:
    """Write beads, perhaps corrected, as a translation memory or a table."""
    desk.check([*asked.source, *asked.target])
    return await desk.run(
        lambda: BitextResponse(text=write_bitext(_bitext(asked), BitextFormat(asked.form)))
    )


def _aligned(asked: AlignRequest, desk: Desk) -> Aligned:
    form, tools = TextFormatOf.named(asked.format), desk.tools
    translator = tools.translator if asked.translate else None
    sides = form.parse(asked.source), form.parse(asked.target)
    found = align_documents(*sides, tools.detector, translator)
    return Aligned(
        source=list(found.source),
        target=list(found.target),
        source_language=found.source_language,
        target_language=found.target_language,
        beads=[
            BeadOut(source=list(b.source), target=list(b.target), confidence=round(b.confidence, 4))
            for b in found.beads
            if b.confidence >= asked.min_confidence
        ],
    )


def _bitext(asked: BitextRequest) -> Bitext:
    codes = (asked.source_language, asked.target_language)
    if {code.partition("-")[0] for code in codes} != {"en", "vi"}:
        raise RefusedError(
            400, "the languages of the two sides are 'en' and 'vi', or 'vi' and 'en'"
        )
    for bead in asked.beads:
        for numbers, side in ((bead.source, asked.source), (bead.target, asked.target)):
            if not all(0 <= number < len(side) for number in numbers):
                raise RefusedError(400, "beads: there is no sentence of such a number")
    beads = tuple(Bead(tuple(b.source), tuple(b.target), b.confidence) for b in asked.beads)
    languages = asked.source_language, asked.target_language
    return Bitext(tuple(asked.source), tuple(asked.target), *languages, beads)
