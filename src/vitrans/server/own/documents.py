"""`/documents`: files of any format, sent, worked on, fetched."""

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from vitrans.report.bilingual import BilingualForm, suffix_of, write_sheet
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.documents import Job, Status
from vitrans.server.given import form_with_file, read_given, sent_file
from vitrans.server.own.values import Given, Problem, TheDesk, target_named
from vitrans.server.problems import RefusedError
from vitrans.server.uploads import safe_name

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class DocumentRequest(Given):
    """What is to be done with a file, which is sent as `file` of a form."""

    task: Literal["translate", "restore"] = "translate"
    target: Annotated[str, Field(description="`en` or `vi`, to translate.")] = ""
    source: Annotated[str, Field(description="`en`, `vi`, or `auto`.")] = "auto"
    format: Annotated[str, Field(description="The file's format; found out if empty.")] = ""
    glossary: Annotated[str, Field(description="The identifier of a glossary.")] = ""
    memory: Annotated[bool, Field(description="Whether the server's memory is asked.")] = True


class DocumentResponse(BaseModel):
    """How far a document is."""

    id: str
    name: Annotated[str, Field(description="The name of the result.")]
    state: Literal["queued", "translating", "done", "error", "fetched"]
    error: str
    done: Annotated[int, Field(description="Sentences that are done.")]
    total: int


_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 404, 409, 413, 429)
}


@router.post(
    "/documents", status_code=201, openapi_extra=form_with_file(DocumentRequest), responses=_FAULTS
)
async def send(request: Request, desk: TheDesk) -> DocumentResponse:
    """Take a file of any format and begin to work on it; what it is is told by what it holds."""
    given = await read_given(request)
    asked = DocumentRequest.model_validate(given)
    file = sent_file(given)
    job = Job(
        safe_name(file.name),
        asked.task,
        str(target_named(asked.target)) if asked.task == "translate" else "",
        source_named(asked.source),
        asked.format,
        tuple(filter(None, [asked.glossary])),
        asked.memory,
    )
    owner = caller_of(request)
    receipt = await desk.run(lambda: desk.documents.add(owner, file.data, job))
    return _told(await desk.run(lambda: desk.documents.status(owner, receipt.id)))


@router.get("/documents/{id}", responses=_FAULTS)
async def status(id: str, request: Request, desk: TheDesk) -> DocumentResponse:
    """Return how far a document is."""
    owner = caller_of(request)
    return _told(await desk.run(lambda: desk.documents.status(owner, id)))


@router.get(
    "/documents/{id}/result",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **_FAULTS},
)
async def result(id: str, request: Request, desk: TheDesk) -> Response:
    """Return the result of a document that is done."""
    return await fetched(id, caller_of(request), desk)


@router.get(
    "/documents/{id}/bilingual",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **_FAULTS},
)
async def bilingual(
    id: str, request: Request, desk: TheDesk, form: BilingualForm = BilingualForm.DOCX
) -> Response:
    """Return the sentences of a translated document beside their translations."""
    owner = caller_of(request)
    found = await desk.run(lambda: desk.documents.status(owner, id))
    data = await desk.run(lambda: write_sheet(desk.documents.sheet(found), form))
    return attachment(data, f"{found.job.result_name}{suffix_of(form)}")


@router.delete("/documents/{id}", status_code=204, responses=_FAULTS)
async def remove(id: str, request: Request, desk: TheDesk) -> None:
    """Let go of a document; without that it is kept for a day."""
    owner, documents = caller_of(request), desk.documents
    await desk.run(lambda: documents.remove(documents.status(owner, id)))


def source_named(code: str) -> str:
    """Return the language that a source is said to be in, empty where it is to be found out."""
    return "" if code.lower() in ("", "auto") else str(target_named(code))


async def fetched(id: str, owner: str, desk: Desk) -> Response:
    """Return the file that a document became.

    Raises:
        RefusedError: it is not done.
    """
    found = await desk.run(lambda: desk.documents.status(owner, id))
    if found.state != "done":
        raise RefusedError(409, found.error or f"the document is not done: {found.state}")
    data = await desk.run(lambda: desk.documents.result(found))
    return attachment(data, found.job.result_name)


async def finished(id: str, owner: str, desk: Desk) -> Status:
    """Return a document's status once it is done, or has failed."""
    pause = 0.05
    while True:
        found = await desk.run(lambda: desk.documents.status(owner, id))
        if found.state not in ("queued", "translating"):
            return found
        await asyncio.sleep(pause)
        pause = min(1.0, pause * 1.5)


def attachment(data: bytes, name: str) -> Response:
    """Return a file as what a browser saves under a name (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in ".-_ ") else "_" for c in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition}
    return Response(data, media_type="application/octet-stream", headers=headers)


def _told(found: Status) -> DocumentResponse:
    return DocumentResponse(
        id=found.id,
        name=found.job.result_name,
        state=found.state,
        error=found.error,
        done=found.done,
        total=found.total,
    )
