"""Glossaries: those of v2, with one direction each, and those of v3, with up to two."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.deepl.values import FAULTS, Asked, GivenBody
from vitrans.server.glossaries import Entries, Glossary, as_tsv, read_entries
from vitrans.server.own.values import TheDesk
from vitrans.server.problems import RefusedError

router = APIRouter(tags=["DeepL"], dependencies=ADMITTED)
_TSV = "text/tab-separated-values"
Form = Literal["tsv", "csv"]


class Dictionary(Asked):
    """The entries of a direction."""

    source_lang: str
    target_lang: str
    entries: str
    entries_format: Form = "tsv"

    def read(self) -> Entries:
        """Return the entries, checked."""
        return read_entries(self.source_lang, self.target_lang, self.entries, self.entries_format)


class GlossaryRequest(Dictionary):
    """A glossary of one direction."""

    name: str


class MultilingualRequest(Asked):
    """A glossary of several directions."""

    name: str
    dictionaries: Annotated[list[Dictionary], Field(min_length=1)]


class ChangeRequest(Asked):
    """What of a glossary is to be changed."""

    name: str | None = None
    dictionaries: tuple[Dictionary, ...] = ()


class Direction(Asked):
    """A direction of a glossary."""

    source_lang: str
    target_lang: str


class MonolingualOut(BaseModel):
    """A glossary of one direction."""

    glossary_id: str
    name: str
    ready: bool = True
    source_lang: str
    target_lang: str
    creation_time: str
    entry_count: int


class DictionaryOut(BaseModel):
    """How many entries a direction has."""

    source_lang: str
    target_lang: str
    entry_count: int


class EntriesOut(BaseModel):
    """The entries of a direction."""

    source_lang: str
    target_lang: str
    entries: str
    entries_format: Form = "tsv"


class MultilingualOut(BaseModel):
    """A glossary of several directions."""

    glossary_id: str
    name: str
    dictionaries: list[DictionaryOut]
    creation_time: str


def _body(model: type[BaseModel], *kinds: str) -> dict[str, Any]:
    schema = {"schema": model.model_json_schema()}
    forms = kinds or ("application/json", "application/x-www-form-urlencoded")
    return {"requestBody": {"required": True, "content": dict.fromkeys(forms, schema)}}


# v2


@router.post(
    "/v2/glossaries", status_code=201, openapi_extra=_body(GlossaryRequest), responses=FAULTS
)
async def create(request: Request, given: GivenBody, desk: TheDesk) -> MonolingualOut:
    """Keep a glossary of one direction."""
    asked, owner = GlossaryRequest.model_validate(given), caller_of(request)
    return _mono(await desk.run(lambda: desk.glossaries.add(owner, asked.name, [asked.read()])))


@router.get("/v2/glossaries", responses=FAULTS)
async def list_all(request: Request, desk: TheDesk) -> dict[str, list[MonolingualOut]]:
    """Return the glossaries of one direction."""
    owner = caller_of(request)
    found = await desk.run(lambda: desk.glossaries.list(owner))
    return {"glossaries": [_mono(one) for one in found if len(one.dictionaries) == 1]}


@router.get("/v2/glossaries/{glossary_id}", responses=FAULTS)
async def get(glossary_id: str, request: Request, desk: TheDesk) -> MonolingualOut:
    """Return what is known of a glossary."""
    owner = caller_of(request)
    return _mono(await desk.run(lambda: desk.glossaries.get(owner, glossary_id)))


@router.delete("/v2/glossaries/{glossary_id}", status_code=204, responses=FAULTS)
@router.delete("/v3/glossaries/{glossary_id}", status_code=204, responses=FAULTS)
async def remove(glossary_id: str, request: Request, desk: TheDesk) -> None:
    """Take a glossary away."""
    owner = caller_of(request)
    await desk.run(lambda: desk.glossaries.remove(owner, glossary_id))


@router.get(
    "/v2/glossaries/{glossary_id}/entries",
    response_class=Response,
    responses={200: {"content": {_TSV: {}}}, **FAULTS},
)
async def entries(glossary_id: str, request: Request, desk: TheDesk) -> Response:
    """Return the entries of a glossary as tab-separated values."""
    accepted = request.headers.get("accept", "*/*")
    if not any(kind in accepted for kind in (_TSV, "*/*", "text/*")):
        raise RefusedError(415, "The requested entries format is not supported.")
    owner = caller_of(request)
    found = await desk.run(lambda: desk.glossaries.get(owner, glossary_id))
    return Response(as_tsv(_only(found).pairs), media_type=_TSV)


# v3


@router.post(
    "/v3/glossaries", status_code=201, openapi_extra=_body(MultilingualRequest), responses=FAULTS
)
async def create_multilingual(request: Request, given: GivenBody, desk: TheDesk) -> MultilingualOut:
    """Keep a glossary of several directions."""
    asked, owner = MultilingualRequest.model_validate(given), caller_of(request)
    read = [one.read() for one in asked.dictionaries]
    if len({(one.source, one.target) for one in read}) < len(read):
        raise RefusedError(400, "Invalid glossary", detail="a direction is given twice")
    return _multi(await desk.run(lambda: desk.glossaries.add(owner, asked.name, read)))


@router.get("/v3/glossaries", responses=FAULTS)
async def list_multilingual(request: Request, desk: TheDesk) -> dict[str, list[MultilingualOut]]:
    """Return all glossaries."""
    owner = caller_of(request)
    found = await desk.run(lambda: desk.glossaries.list(owner))
    return {"glossaries": [_multi(one) for one in found]}


@router.get("/v3/glossaries/{glossary_id}", responses=FAULTS)
async def get_multilingual(glossary_id: str, request: Request, desk: TheDesk) -> MultilingualOut:
    """Return what is known of a glossary."""
    owner = caller_of(request)
    return _multi(await desk.run(lambda: desk.glossaries.get(owner, glossary_id)))


@router.patch("/v3/glossaries/{glossary_id}", openapi_extra=_body(ChangeRequest), responses=FAULTS)
async def change(
    glossary_id: str, request: Request, given: GivenBody, desk: TheDesk
) -> MultilingualOut:
    """Give a glossary another name, or further entries, of which the new ones count."""
    asked, owner = ChangeRequest.model_validate(given), caller_of(request)
    read = [one.read() for one in asked.dictionaries]

    def work() -> Glossary:
        for one in read:
            desk.glossaries.merge(owner, glossary_id, one)
        if asked.name is not None:
            desk.glossaries.rename(owner, glossary_id, asked.name)
        return desk.glossaries.get(owner, glossary_id)

    return _multi(await desk.run(work))


@router.get("/v3/glossaries/{glossary_id}/entries", responses=FAULTS)
async def multilingual_entries(
    glossary_id: str, request: Request, given: GivenBody, desk: TheDesk
) -> dict[str, list[EntriesOut]]:
    """Return the entries of a direction."""
    asked, owner = Direction.model_validate(given), caller_of(request)
    found = await desk.run(lambda: desk.glossaries.get(owner, glossary_id))
    one = found.of(asked.source_lang.lower(), asked.target_lang.lower())
    if not one:
        raise RefusedError(404, "Dictionary not found")
    told = EntriesOut(source_lang=one.source, target_lang=one.target, entries=as_tsv(one.pairs))
    return {"dictionaries": [told]}


@router.put(
    "/v3/glossaries/{glossary_id}/dictionaries",
    openapi_extra=_body(Dictionary, "application/json"),
    responses=FAULTS,
)
async def replace(
    glossary_id: str, request: Request, given: GivenBody, desk: TheDesk
) -> DictionaryOut:
    """Keep the entries of a direction in the place of those that were there."""
    read, owner = Dictionary.model_validate(given).read(), caller_of(request)
    await desk.run(lambda: desk.glossaries.put(owner, glossary_id, read))
    return _counted(read)


@router.delete("/v3/glossaries/{glossary_id}/dictionaries", status_code=204, responses=FAULTS)
async def remove_direction(
    glossary_id: str, request: Request, given: GivenBody, desk: TheDesk
) -> None:
    """Take the entries of a direction away."""
    asked, owner = Direction.model_validate(given), caller_of(request)
    direction = asked.source_lang.lower(), asked.target_lang.lower()
    await desk.run(lambda: desk.glossaries.remove_direction(owner, glossary_id, *direction))


def _only(found: Glossary) -> Entries:
    if len(found.dictionaries) != 1:
        raise RefusedError(400, "The glossary has several dictionaries; use /v3/glossaries.")
    return found.dictionaries[0]


def _mono(found: Glossary) -> MonolingualOut:
    one = _only(found)
    return MonolingualOut(
        glossary_id=found.id,
        name=found.name,
        source_lang=one.source,
        target_lang=one.target,
        creation_time=found.created,
        entry_count=len(one.pairs),
    )


def _multi(found: Glossary) -> MultilingualOut:
    return MultilingualOut(
        glossary_id=found.id,
        name=found.name,
        dictionaries=[_counted(one) for one in found.dictionaries],
        creation_time=found.created,
    )


def _counted(one: Entries) -> DictionaryOut:
    return DictionaryOut(source_lang=one.source, target_lang=one.target, entry_count=len(one.pairs))
