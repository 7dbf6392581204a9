"""`/v1/chat/completions` and `/v1/models`."""

import json
import secrets
import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from vitrans.pipeline import parse_lines, translate_document
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.openai.prompts import read_prompt
from vitrans.server.own.values import Given, TheDesk
from vitrans.server.problems import RefusedError
from vitrans.server.sources import detector_for
from vitrans.text import words
from vitrans.types import Document, Language, target_of

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
    source, made = await desk.run(lambda: _translated(asked, desk))
    desk.count(owner, len(source))
    usage = _usage(source, "".join(made))
    if asked.stream:
        events = _events(asked, made, usage)
        return StreamingResponse(events, media_type="text/event-stream")
    message = {"role": "assistant", "content": "".join(made), "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    head = _head(asked.model, "chat.completion")
    return {**head, "choices": [choice], "usage": usage}


def _translated(asked: ChatRequest, desk: Desk) -> tuple[str, list[str]]:
    """Return the text, and its translation in pieces."""
    before = [m.text for m in asked.messages if m.role in ("system", "developer")]
    said = [m.text for m in asked.messages if m.role == "user"]
    found = read_prompt(said[-1], *reversed(before), *reversed(said[:-1]))
    tools = desk.tools
    target = MODELS.get(asked.model) or found.target
    if not target:
        english = tools.detect(found.text).language is Language.ENGLISH
        target = Language.VIETNAMESE if english else Language.ENGLISH
    made = translate_document(
        parse_lines(found.text),
        target_of(target),
        tools.translator,
        tools.restorer,
        detector_for("", tools.detector),
        tools.english_captions,
    )
    return found.text, list(_pieces(made.document))


def _pieces(document: Document) -> Iterator[str]:
    for glue, segment in zip(document.glue, document.segments, strict=False):
        yield glue + segment.raw
    yield document.glue[-1]


def _events(asked: ChatRequest, pieces: list[str], usage: dict[str, int]) -> Iterator[str]:
    """Yield the events of a stream: the role, the text piece by piece, the end."""
    head = _head(asked.model, "chat.completion.chunk")
    told: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    told += [{"content": piece} for piece in pieces if piece]
    for delta in told:
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        yield _event({**head, "choices": [choice]})
    yield _event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    if asked.stream_options and asked.stream_options.include_usage:
        yield _event({**head, "choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


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
