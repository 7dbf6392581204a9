"""What a request gives, wherever it puts it: in the address, a form, JSON, or two of them."""

import json
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from vitrans.server.problems import RefusedError

_FIELDS = 10_000
# Where half a character may be: an escape, or the bytes that UTF-8 would have for one.
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
Given = dict[str, Any]


class SentFile(NamedTuple):
    """A file that was sent, and what its sender calls it."""

    name: str
    data: bytes


def form_with_file(fields: type[BaseModel]) -> dict[str, Any]:
    """Return OpenAPI's description of a form that has a file and the fields of a model."""
    schema = fields.model_json_schema()
    form = {
        "type": "object",
        "required": ["file", *schema.get("required", ())],
        "properties": {"file": {"type": "string", "format": "binary"}, **schema["properties"]},
    }
    content = {"multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


async def read_given(request: Request) -> Given:
    """Return all parameters of a request; one that is given several times is a list.

    Raises:
        RefusedError: the body is not what it says to be.
    """
    if not hasattr(request.state, "given"):
        request.state.given = await _read(request)
    return dict(request.state.given)


async def _read(request: Request) -> Given:
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    given: Given = {name: _one(values) for name, values in query.items()}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            return given | await _multipart(request)
        body = await request.body()
    except ClientDisconnect:
        raise RefusedError(400, "the request ended too early") from None
    if kind == "application/x-www-form-urlencoded":
        return given | _form(body)
    if kind == "application/json" or kind.endswith("+json") or body[:1] == b"{":
        return given | _json(body)
    return given | (_form(body) if body else {})


async def _multipart(request: Request) -> Given:
    async with request.form(max_fields=_FIELDS, max_part_size=1 << 24) as form:
        return {name: _one([await _value(v) for v in form.getlist(name)]) for name in form}


async def _value(value: str | UploadFile) -> str | SentFile:
    """Return the text of a field, or a file that was sent in it."""
    if isinstance(value, str):
        return value
    return SentFile(value.filename or "", await value.read())


def _form(body: bytes) -> Given:
    """Return the fields of a form."""
    try:
        found = parse_qs(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"
        )
    except (UnicodeDecodeError, ValueError):
        raise RefusedError(400, "the form is not UTF-8, or has too many fields") from None
    return {name: _one(values) for name, values in found.items()}


def _json(body: bytes) -> Given:
    """Return the members of an object."""
    try:
        value = json.loads(body or b"{}")
        if _HALVES.search(body):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError(400, "the body has half a character (a lone surrogate)") from None
    except (ValueError, RecursionError):
        raise RefusedError(400, "the body is no JSON; check it, and its Content-Type") from None
    if not isinstance(value, dict):
        raise RefusedError(400, "the body is JSON, but no object: give {…}")
    return value


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def text_of(given: Given, name: str) -> str:
    """Return a parameter that is text, empty where it is not given."""
    value = given.get(name, "")
    return value if isinstance(value, str) else ""


def sent_file(given: Given, name: str = "file") -> SentFile:
    """Return a file that was sent.

    Raises:
        RefusedError: there is none, or more than one.
    """
    value = given.get(name)
    if not isinstance(value, SentFile):
        raise RefusedError(400, f"Invalid request: missing {name} parameter")
    return value
