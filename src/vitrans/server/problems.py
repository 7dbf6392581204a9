"""What a request is refused with, in the form that the API it was made to has for it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from vitrans.errors import DependencyError, ModelError, OutputError, VitransError

_LOG = logging.getLogger(__name__)
# What is wrong with us, not with what was asked.
_OURS = (ModelError, OutputError, DependencyError)


class RefusedError(Exception):
    """A request is not carried out."""

    def __init__(
        self,
        status: int,
        message: str,
        headers: Mapping[str, str] | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.detail = status, message, detail
        self.headers = dict(headers or {})


def add_handlers(app: FastAPI) -> None:
    """Have the app answer errors in the form of the API that was called."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> JSONResponse:
        return answer(request, error.status, error.message, error.headers, error.detail)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        return answer(request, error.status_code, error.detail, error.headers)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(ValidationError)
    async def invalid(
        request: Request, error: RequestValidationError | ValidationError
    ) -> JSONResponse:
        return answer(request, HTTPStatus.BAD_REQUEST, fault(error))

    @app.exception_handler(VitransError)
    async def ours(request: Request, error: VitransError) -> JSONResponse:
        return answer(request, status_of(error), str(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("unexpected %s", type(error).__name__, exc_info=error)
        message = "something went wrong here; the server's log says what"
        return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, message)


def status_of(error: VitransError) -> int:
    """Return the status that an error of the toolkit is answered with."""
    ours = isinstance(error, _OURS)
    return HTTPStatus.INTERNAL_SERVER_ERROR if ours else HTTPStatus.BAD_REQUEST


def answer(
    request: Request,
    status: int,
    message: str,
    headers: Mapping[str, str] | None = None,
    detail: str = "",
) -> JSONResponse:
    """Return the answer to a request that is not carried out."""
    body = body_of(request.url.path, status, message, detail)
    return JSONResponse(body, status, dict(headers or {}))


def body_of(path: str, status: int, message: str, detail: str = "") -> dict[str, Any]:
    """Return what stands in the answer, by the API that a path belongs to."""
    if path.startswith(("/v2/", "/v3/")):
        return {"message": message, **({"detail": detail} if detail else {})}
    message = f"{message}: {detail}" if detail else message
    if path.startswith("/v1/"):
        ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        kind = "server_error" if ours else "invalid_request_error"
        code = "invalid_api_key" if status == HTTPStatus.UNAUTHORIZED else None
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}
    return {"error": message}


def fault(error: RequestValidationError | ValidationError) -> str:
    """Return the first thing that is wrong with what was given, in a line."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in ("body", "query")]
    if first["type"] == "missing":
        return f"Invalid request: missing {'.'.join(place)} parameter"
    message = first["msg"].removeprefix("Value error, ")
    return f"{'.'.join(place)}: {message}" if place else message
