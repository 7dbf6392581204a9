"""`/glossaries`: glossary files as translators have them, kept to be named in requests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from vitrans.files import decode
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.given import SentFile, form_with_file, read_given, sent_file
from vitrans.server.glossaries import Entries, Glossary, checked_entries
from vitrans.server.own.values import Given, Problem, TheDesk, target_named
from vitrans.server.uploads import named_by_content
from vitrans.terms import Glossary as Terms
from vitrans.terms import glossary_in
from vitrans.terms.glossary import Columns, Entry
from vitrans.types import Language, Target

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)
_TARGETS: tuple[Target, ...] = (Language.ENGLISH, Language.VIETNAMESE)


class GlossaryRequest(Given):
    """What is to be known of a file, which is sent as `file` of a form."""

    target: Annotated[
        str, Field(description="The language of the second column, where no header says it.")
    ] = "en"
    name: Annotated[str, Field(description="What it is to be called; as the file if empty.")] = ""


class GlossaryOut(BaseModel):
    """A glossary that is kept here."""

    id: str
    name: str
    created: str
    terms: Annotated[dict[str, int], Field(description="How many terms it has into each language.")]
    problems: Annotated[list[str], Field(description="Rows that were left out, and why.")] = []


class GlossariesResponse(BaseModel):
    """All glossaries of a caller, DeepL's too."""

    glossaries: list[GlossaryOut]


_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 404, 413, 429)
}


@router.get("/glossaries", responses=_FAULTS)
async def listed(request: Request, desk: TheDesk) -> GlossariesResponse:
    """List the glossaries of a caller."""
    owner = caller_of(request)
    found = await desk.run(lambda: desk.glossaries.list(owner))
    return GlossariesResponse(glossaries=[_told(one) for one in found])


@router.post(
    "/glossaries", status_code=201, openapi_extra=form_with_file(GlossaryRequest), responses=_FAULTS
)
async def add(request: Request, desk: TheDesk) -> GlossaryOut:
    """Keep a glossary file: CSV, TSV, OmegaT's or TBX."""
    given = await read_given(request)
    asked = GlossaryRequest.model_validate(given)
    file, owner = sent_file(given), caller_of(request)
    return await desk.run(lambda: _added(file, asked, owner, desk))


@router.delete("/glossaries/{id}", status_code=204, responses=_FAULTS)
async def remove(id: str, request: Request, desk: TheDesk) -> None:
    """Take a glossary away."""
    owner = caller_of(request)
    await desk.run(lambda: desk.glossaries.remove(owner, id))


def _added(file: SentFile, asked: GlossaryRequest, owner: str, desk: Desk) -> GlossaryOut:
    path = Path(named_by_content(file.data, file.name, desk.limits.unpacked))
    read = glossary_in(decode(file.data, path), path)
    of_run = target_named(asked.target)
    sides = [_into(read.entries, target, of_run) for target in _TARGETS]
    dictionaries = [side for side in sides if side]
    made = desk.glossaries.add(owner, asked.name or path.stem, dictionaries)
    return _told(made, read.problems)


def _into(entries: Sequence[Entry], target: Target, of_run: Target) -> Entries | None:
    """Return the terms of a file into a language, None where it has none.

    Columns without languages are those of one direction.
    """
    known = (one for one in entries if one.columns is not Columns.OF_RUN or target is of_run)
    pairs = [(term.source, term.target) for term in Terms(tuple(known)).terms(target)]
    return checked_entries(str(target.other), str(target), pairs) if pairs else None


def _told(kept: Glossary, problems: tuple[str, ...] = ()) -> GlossaryOut:
    return GlossaryOut(
        id=kept.id,
        name=kept.name,
        created=kept.created,
        terms={one.target: len(one.pairs) for one in kept.dictionaries},
        problems=list(problems),
    )
