"""`/translate_file`, and where its result is fetched."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.documents import Job
from vitrans.server.given import read_given, sent_file
from vitrans.server.own.documents import fetched, finished, source_named
from vitrans.server.own.values import Given, Problem, TheDesk, target_named
from vitrans.server.problems import RefusedError
from vitrans.server.uploads import safe_name

router = APIRouter(tags=["LibreTranslate"])


class FileRequest(Given):
    """The languages of a file, which is sent as `file` of a form."""

    source: str = "auto"
    target: str


class FileResponse(BaseModel):
    """Where the translated file is."""

    translatedFileUrl: str  # noqa: N815


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "target"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "source": {"type": "string"},
                        "target": {"type": "string"},
                        "api_key": {"type": "string"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/translate_file",
    dependencies=ADMITTED,
    openapi_extra=_BODY,
    responses={400: {"model": Problem}, 413: {"model": Problem}, 429: {"model": Problem}},
)
async def translate_file(request: Request, desk: TheDesk) -> FileResponse:
    """Translate a file of any format, and say where the result is."""
    given = await read_given(request)
    asked = FileRequest.model_validate(given)
    file = sent_file(given)
    job = Job(
        safe_name(file.name),
        target=str(target_named(asked.target)),
        source=source_named(asked.source),
    )
    owner = caller_of(request)
    receipt = await desk.run(lambda: desk.documents.add(owner, file.data, job))
    done = await finished(receipt.id, owner, desk)
    if done.state == "error":
        raise RefusedError(400, done.error)
    ticket = f"{receipt.id}-{receipt.secret}"
    url = request.url_for("download_file", ticket=ticket, name=done.job.result_name)
    return FileResponse(translatedFileUrl=str(url))


@router.get("/download_file/{ticket}/{name}", name="download_file", response_class=Response)
async def download_file(ticket: str, name: str, desk: TheDesk) -> Response:
    """Return a translated file to whoever knows where it is."""
    id, _, secret = ticket.partition("-")
    owner = await desk.run(lambda: desk.documents.owner(id, secret))
    return await fetched(id, owner, desk)
