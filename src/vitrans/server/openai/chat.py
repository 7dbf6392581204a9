"""`/v1/chat/completions` and `/v1/models`."""

import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from vitrans.formats import render
from vitrans.pipeline import FindEnglish, parse_lines, translate_document, translate_in_turn
from vitrans.pipeline.restore import DetailedRestorer
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.openai.prompts import Asked, read_prompt
from vitrans.server.own.values import Given, TheDesk
from vitrans.server.problems import RefusedError, body_of
from vitrans.server.sources import detector_for
from vitrans.text import words
from vitrans.toolkit import Toolkit
from vitrans.types import Document, Language, Target, Translator, target_of

if TYPE_CHECKING:
    from vitrans.language import Detector

_LOG = logging.getLogger(__name__)
_Parts = tuple[Document, Target, Translator, DetailedRestorer, "Detector", FindEnglish]
router = APIRouter(tags=["OpenAI"], dependencies=ADMITTED)
MODELS = {"vitrans": "", "vitrans-vi-en": "en", "vitrans-en-vi": "vi"}
"""The models, and the language that they translate into where they name it."""


class Part(Given):
    """A part of a message."""

    type: str = "text"
    text: str = ""


class ChatMessage(Given):
    """A message."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(Given):
    """What a stream has besides text."""

    include_usage: bool = False


class ChatRequest(Given):
    """A conversation whose last message of the user has a text to be translated."""

    model: Annotated[str, Field(description="`vitrans`, or any name; it is told back.")] = "vitrans"
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1, None] = 1
    response_format: dict[str, Any] | None = None


@router.get("/v1/models")
async def models() -> dict[str, Any]:
    """Return the models."""
    return {"object": "list", "data": [_model(name) for name in MODELS]}


@router.get("/v1/models/{model}")
async def model(model: str) -> dict[str, Any]:
    """Return a model."""
    if model not in MODELS:
        raise RefusedError(404, f"The model {model!r} does not exist")
    return _model(model)


@router.post("/v1/chat/completions", response_model=None)
async def chat(
    asked: ChatRequest, request: Request, desk: TheDesk
) -> dict[str, Any] | StreamingResponse:
    """Translate the text in the last message of the user; the answer is the translation alone."""
    if (asked.response_format or {}).get("type", "text") != "text":
        raise RefusedError(400, "'response_format' may only be text")
    said = [message.text for message in asked.messages if message.role == "user"]
    if not said:
        raise RefusedError(400, "'messages' has none of the user")
    desk.check(said[-1:])
    owner = caller_of(request)
    if asked.stream:
        stream = _Stream(asked, desk, owner)
        return StreamingResponse(await stream.begun(), media_type="text/event-stream")
    found, made = await desk.run(lambda: _translated(asked, desk))
    desk.count(owner, len(found.text))
    message = {"role": "assistant", "content": made, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    head = _head(asked.model, "chat.completion")
    return {**head, "choices": [choice], "usage": _usage(found.text, made)}


def _read(asked: ChatRequest, desk: Desk) -> Asked:
    """Return the text, and the language that it is to be in."""
    before = [m.text for m in asked.messages if m.role in ("system", "developer")]
    said = [m.text for m in asked.messages if m.role == "user"]
    found = read_prompt(said[-1], *reversed(before), *reversed(said[:-1]))
    target = MODELS.get(asked.model) or found.target
    if not target:
        english = desk.tools.detect(found.text).language is Language.ENGLISH
        target = Language.VIETNAMESE if english else Language.ENGLISH
    return found._replace(target=target)


def _translated(asked: ChatRequest, desk: Desk) -> tuple[Asked, str]:
    found = _read(asked, desk)
    made = translate_document(*_parts(found, desk.tools))
    return found, render(made.document)


def _parts(found: Asked, tools: Toolkit) -> _Parts:
    """Return what a translation takes."""
    return (
        parse_lines(found.text),
        target_of(found.target),
        tools.translator,
        tools.restorer,
        detector_for("", tools.detector),
        tools.english_captions,
    )


class _Stream:
    """An answer that comes sentence by sentence."""

    def __init__(self, asked: ChatRequest, desk: Desk, owner: str) -> None:
        self._asked, self._desk, self._owner = asked, desk, owner
        self._head = _head(asked.model, "chat.completion.chunk")
        self._found = Asked("", "")
        self._pieces: list[str] = []

    async def begun(self) -> AsyncIterator[str]:
        """Return the events; what is wrong with the request is raised before there are any."""
        pieces = self._desk.stream(self._translated())
        return self._events(await anext(pieces, ""), pieces)

    def _translated(self) -> Iterator[str]:
        self._found = _read(self._asked, self._desk)
        for piece in translate_in_turn(*_parts(self._found, self._desk.tools)):
            self._pieces.append(piece)
            yield piece

    async def _events(self, first: str, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        """Yield the events: the role, the text piece by piece, the end."""
        yield self._chunk({"role": "assistant", "content": first})
        try:
            async for piece in pieces:
                if piece:
                    yield self._chunk({"content": piece})
        except Exception as error:
            _LOG.error("stream failed", exc_info=error)
            message = error.message if isinstance(error, RefusedError) else "something went wrong"
            yield _event(body_of("/v1/", HTTPStatus.INTERNAL_SERVER_ERROR, message))
            return
        self._desk.count(self._owner, len(self._found.text))
        yield self._chunk({}, "stop")
        options = self._asked.stream_options
        if options and options.include_usage:
            usage = _usage(self._found.text, "".join(self._pieces))
            yield _event({**self._head, "choices": [], "usage": usage})
        yield "data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return _event({**self._head, "choices": [choice]})


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _head(model: str, kind: str) -> dict[str, Any]:
    id = f"chatcmpl-{secrets.token_hex(12)}"
    return {"id": id, "object": kind, "created": int(time.time()), "model": model}


def _usage(source: str, target: str) -> dict[str, int]:
    """Return how many words there were; nothing is counted in tokens here."""
    before, after = len(words(source)), len(words(target))
    return {"prompt_tokens": before, "completion_tokens": after, "total_tokens": before + after}


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "vitrans"}
