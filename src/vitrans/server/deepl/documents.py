"""`/v2/document`: sent, asked for, fetched once."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, BeforeValidator

from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.deepl.values import (
    FAULTS,
    Asked,
    GivenBody,
    check_absent,
    check_formality,
    listed,
    source_of,
    target_of,
)
from vitrans.server.desk import Desk
from vitrans.server.documents import Job, Status
from vitrans.server.given import form_with_file, sent_file
from vitrans.server.own.documents import attachment
from vitrans.server.own.values import TheDesk
from vitrans.server.problems import RefusedError
from vitrans.server.uploads import safe_name

router = APIRouter(tags=["DeepL"], dependencies=ADMITTED)
_SUFFIXES = 10


class DocumentRequest(Asked):
    """How a document is to be translated; it is sent as `file` of a form."""

    target_lang: str
    source_lang: str = ""
    filename: str = ""
    output_format: str = ""
    formality: str = "default"
    glossary_id: str = ""
    glossary_ids: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()


class DocumentHandle(BaseModel):
    """What is needed to ask for a document."""

    document_id: str
    document_key: str


class KeyRequest(Asked):
    """The key of a document."""

    document_key: str


class DocumentStatus(BaseModel):
    """How far a document is."""

    document_id: str
    status: Literal["queued", "translating", "done", "error"]
    seconds_remaining: int | None = None
    billed_characters: int | None = None
    error_message: str | None = None


_KEY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": KeyRequest.model_json_schema()}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post("/v2/document", openapi_extra=form_with_file(DocumentRequest), responses=FAULTS)
async def send(request: Request, given: GivenBody, desk: TheDesk) -> DocumentHandle:
    """Take a document and begin to translate it."""
    check_absent(given, "style_id", "translation_memory_id")
    asked = DocumentRequest.model_validate(given)
    check_formality(asked.formality)
    file = sent_file(given)
    if asked.glossary_id and asked.glossary_ids:
        raise RefusedError(400, "'glossary_id' and 'glossary_ids' cannot be used together.")
    job = Job(
        safe_name(asked.filename or file.name),
        target=target_of(asked.target_lang),
        source=source_of(asked.source_lang),
        glossaries=tuple([asked.glossary_id] if asked.glossary_id else asked.glossary_ids),
    )
    _check_form(asked.output_format, job.name)
    owner = caller_of(request)
    receipt = await desk.run(lambda: desk.documents.add(owner, file.data, job))
    return DocumentHandle(document_id=receipt.id, document_key=receipt.secret)


@router.post(
    "/v2/document/{document_id}",
    response_model_exclude_none=True,
    openapi_extra=_KEY,
    responses=FAULTS,
)
async def status(
    document_id: str, request: Request, given: GivenBody, desk: TheDesk
) -> DocumentStatus:
    """Return how far a document is."""
    found = await _found(document_id, request, given, desk)
    done = found.state in ("done", "fetched")
    return DocumentStatus(
        document_id=found.id,
        status="done" if found.state == "fetched" else found.state,
        seconds_remaining=None if done or found.state == "error" else _left(found),
        billed_characters=found.characters if done else None,
        error_message=found.error or None,
    )


@router.post(
    "/v2/document/{document_id}/result",
    response_class=Response,
    openapi_extra=_KEY,
    responses={200: {"content": {"application/octet-stream": {}}}, 503: {}, **FAULTS},
)
async def result(document_id: str, request: Request, given: GivenBody, desk: TheDesk) -> Response:
    """Return a translated document, once; then it is gone."""
    found = await _found(document_id, request, given, desk)
    if found.state == "fetched":
        raise RefusedError(503, "Document already downloaded")
    if found.state != "done":
        raise RefusedError(503, found.error or "Document is not ready")
    data = await desk.run(lambda: desk.documents.result(found))
    await desk.run(lambda: desk.documents.fetched(found))
    return attachment(data, found.job.result_name)


async def _found(id: str, request: Request, given: GivenBody, desk: Desk) -> Status:
    key = KeyRequest.model_validate(given).document_key
    owner = caller_of(request)
    return await desk.run(lambda: desk.documents.status(owner, id, key))


def _left(found: Status) -> int:
    """Return about how many seconds are left, of so many sentences."""
    return 1 + max(0, found.total - found.done) // 20


def _check_form(form: str, name: str) -> None:
    """Refuse to make another format of a document."""
    suffix = name.rpartition(".")[2].lower()
    if form and form.lower() != suffix:
        raise RefusedError(
            400, f"'output_format' {form[:_SUFFIXES]!r} is not offered: {suffix!r} only"
        )
