"""`/restore/file`: a file of any format restored, and written with what a person chose."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from vitrans.formats.base import Format
from vitrans.pipeline import restored_with
from vitrans.restore.views import DOUBTFUL
from vitrans.server.admission import ADMITTED
from vitrans.server.desk import Desk
from vitrans.server.given import SentFile, form_with_file, read_given, sent_file
from vitrans.server.own.documents import attachment
from vitrans.server.own.restore import RestoredText, restored_text, told
from vitrans.server.own.values import Given, Problem, TheDesk
from vitrans.server.problems import RefusedError
from vitrans.server.uploads import named_by_content
from vitrans.toolkit import format_of
from vitrans.types import Document

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class FileRequest(Given):
    """What is to be told of a file, which is sent as `file` of a form."""

    format: Annotated[str, Field(description="The file's format; found out if empty.")] = ""
    english: Annotated[str, Field(description="The same in English, line by line.")] = ""
    candidates: Annotated[int, Field(ge=0, le=20, description="Forms told of each word.")] = 5
    threshold: Annotated[
        float, Field(ge=0, le=1, description="Less probable words are doubtful.")
    ] = DOUBTFUL


class TextsRequest(Given):
    """What the sentences of a file are to be."""

    format: str = ""
    texts: Annotated[str, Field(description="A list in JSON: the text of each sentence.")]


_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 413, 429)
}


@router.post("/restore/file", openapi_extra=form_with_file(FileRequest), responses=_FAULTS)
async def restore_file(request: Request, desk: TheDesk) -> RestoredText:
    """Restore a file of any format, and tell of its words; `/restore/written` writes it."""
    given = await read_given(request)
    asked, file = FileRequest.model_validate(given), sent_file(given)
    return await desk.run(lambda: _restored(file, asked, desk))


@router.post(
    "/restore/written",
    response_class=Response,
    openapi_extra=form_with_file(TextsRequest),
    responses={200: {"content": {"application/octet-stream": {}}}, **_FAULTS},
)
async def write_file(request: Request, desk: TheDesk) -> Response:
    """Write a file with the sentences that a person chose; all else is as it was."""
    given = await read_given(request)
    asked, file = TextsRequest.model_validate(given), sent_file(given)
    return await desk.run(lambda: _written(file, asked, desk))


def _restored(file: SentFile, asked: FileRequest, desk: Desk) -> RestoredText:
    document, _, _ = _read(file, asked.format, desk)
    desk.check([segment.text for segment in document.segments])
    made = restored_text(document, desk.tools, asked.english)
    return told(made, asked.candidates, asked.threshold)


def _written(file: SentFile, asked: TextsRequest, desk: Desk) -> Response:
    document, form, name = _read(file, asked.format, desk)
    made = restored_with(document, _texts(asked.texts), desk.tools.detector)
    return attachment(form.write(made), name)


def _read(file: SentFile, format: str, desk: Desk) -> tuple[Document, Format, str]:
    """Return the document of a file, its format, and the name that it has by what it holds."""
    name = named_by_content(file.data, file.name, desk.limits.unpacked)
    form = format_of(file.data, name, format or None)
    return form.read(file.data, name), form, name


def _texts(given: str) -> list[str]:
    try:
        texts = json.loads(given)
    except (ValueError, RecursionError):
        texts = None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RefusedError(400, "texts: give a list of texts in JSON")
    return texts
