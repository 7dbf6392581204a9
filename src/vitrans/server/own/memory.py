"""`/memory`: what the server's translation memory has, and what people add to it."""

import time
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from vitrans.memory import Memory, Provenance, Unit, add, memory_path
from vitrans.memory import search as search_memory
from vitrans.memory.keys import normal
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.own.values import Given, MatchOut, Problem, TheDesk, target_named
from vitrans.server.problems import RefusedError
from vitrans.types import Language

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)
_NONE = "this server has no translation memory; start it with --memory default, or --memory FILE"
_FAULTS: dict[int | str, dict[str, type[BaseModel]]] = {
    status: {"model": Problem} for status in (400, 404, 413)
}


class SearchRequest(Given):
    """A text that others are to be like, or words that they are to have."""

    text: Annotated[str, Field(min_length=1)]
    target: Annotated[
        str, Field(description="The language that it is not in; either if empty.")
    ] = ""
    at_least: Annotated[int, Field(ge=1, le=100, description="The least percent.")] = 60
    limit: Annotated[int, Field(ge=1, le=100)] = 10


class SearchResponse(BaseModel):
    """What the memory has, the best first."""

    matches: list[MatchOut]


class UnitIn(Given):
    """A text and what a person has made of it."""

    source: Annotated[str, Field(min_length=1)]
    target: Annotated[str, Field(min_length=1)]


class AddRequest(Given):
    """Texts and their translations into one language."""

    units: Annotated[list[UnitIn], Field(min_length=1)]
    target: Annotated[str, Field(description="The language of the translations.")]
    origin: Annotated[str, Field(max_length=200, description="Where they come from.")] = "server"
    replace: Annotated[
        bool, Field(description="Whether other translations of the same texts go.")
    ] = False


class AddResponse(BaseModel):
    """How many units are new, and how many were there already."""

    new: int
    known: int


@router.post("/memory/search", responses=_FAULTS)
async def search(asked: SearchRequest, desk: TheDesk) -> SearchResponse:
    """Find what is like a text, or has it as a phrase, in either language."""
    desk.check([asked.text])
    return await desk.run(lambda: _search(asked, desk))


@router.post("/memory", status_code=201, responses=_FAULTS)
async def remember(asked: AddRequest, request: Request, desk: TheDesk) -> AddResponse:
    """Add translations that a person has made or looked over; they are there when this answers."""
    desk.check([text for unit in asked.units for text in (unit.source, unit.target)])
    author = caller_of(request)
    return await desk.run(lambda: _add(asked, author, desk))


def _search(asked: SearchRequest, desk: Desk) -> SearchResponse:
    remembering = desk.tools.memory
    if remembering is None:
        raise RefusedError(404, _NONE)
    target = target_named(asked.target) if asked.target else None
    found = search_memory(remembering.memory, asked.text, target, asked.at_least, asked.limit)
    return SearchResponse(matches=[MatchOut(**asdict(match)) for match in found])


def _add(asked: AddRequest, author: str, desk: Desk) -> AddResponse:
    if desk.settings.memory is None:
        raise RefusedError(404, _NONE)
    target, now = target_named(asked.target), int(time.time())
    made = Provenance(asked.origin, "vitrans", author, source=target.other)
    units = [_unit(one, made, now) for one in asked.units]
    writing = Memory.writing(memory_path(desk.settings.memory))
    try:
        added = add(writing, units, asked.replace)
    finally:
        writing.close()
    desk.tools.forget_memory()
    return AddResponse(new=added.new, known=added.known)


def _unit(given: UnitIn, made: Provenance, now: int) -> Unit:
    source, target = normal(given.source), normal(given.target)
    if not (source and target):
        raise RefusedError(400, "a unit has a text and its translation; neither may be blank")
    english = made.source is Language.ENGLISH
    vi, en = (target, source) if english else (source, target)
    return Unit(vi, en, made, created=now, changed=now)
