"""`/translate/file`: sentences beside their translations, corrected perhaps, as a file."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from vitrans.exchange.bilingual import Row, Sheet
from vitrans.report.bilingual import BilingualForm, suffix_of, write_sheet
from vitrans.server.admission import ADMITTED
from vitrans.server.own.documents import attachment
from vitrans.server.own.values import Given, Problem, TheDesk, target_named
from vitrans.server.uploads import safe_name
from vitrans.types import REVIEWER

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class Sentence(Given):
    """A sentence and its translation."""

    source: str
    target: str
    line: Annotated[int, Field(ge=1)] = 1
    provenance: str = REVIEWER
    warnings: tuple[str, ...] = ()


class SheetRequest(Given):
    """Sentences, as `/translate` tells of them or corrected, and the form that they are to have."""

    segments: Annotated[list[Sentence], Field(min_length=1)]
    target: Annotated[str, Field(description="The language of the translations.")]
    form: BilingualForm = BilingualForm.DOCX
    name: Annotated[str, Field(description="What the text is called.")] = "text"


@router.post(
    "/translate/file",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}},
        **{status: {"model": Problem} for status in (400, 413, 429)},
    },
)
async def translated_file(asked: SheetRequest, desk: TheDesk) -> Response:
    """Write sentences beside their translations: for Word, a spreadsheet, a CAT tool, to read."""
    name = safe_name(asked.name)
    data = await desk.run(lambda: write_sheet(_sheet(asked, name), asked.form))
    return attachment(data, f"{name}{suffix_of(asked.form)}")


def _sheet(asked: SheetRequest, name: str) -> Sheet:
    rows = (
        Row(
            number,
            (one.source,),
            (one.target,),
            line=one.line,
            provenance=one.provenance,
            flags=one.warnings,
        )
        for number, one in enumerate(asked.segments, 1)
    )
    return Sheet(name, target_named(asked.target), tuple(rows))
