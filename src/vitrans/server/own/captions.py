"""`/captions`: the caption pairs of an article."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vitrans.pipeline import caption_pairs
from vitrans.server.admission import ADMITTED
from vitrans.server.desk import Desk
from vitrans.server.own.values import FormatName, Given, Problem, TextFormatOf, TheDesk

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)


class CaptionsRequest(Given):
    """An article in both languages."""

    text: str
    format: FormatName = "text"


class Pair(BaseModel):
    """A Vietnamese caption, as found and restored, and its English one; credits apart."""

    vietnamese: str
    restored: str
    english: str
    credit_vi: str
    credit_en: str
    line: Annotated[int, Field(description="The line of the Vietnamese caption, from 1.")]


class CaptionsResponse(BaseModel):
    """The caption pairs of an article, in order."""

    pairs: list[Pair]


@router.post("/captions", responses={400: {"model": Problem}, 413: {"model": Problem}})
async def captions(asked: CaptionsRequest, desk: TheDesk) -> CaptionsResponse:
    """Find the Vietnamese captions of an article that have an English counterpart beside them."""
    desk.check([asked.text])
    return await desk.run(lambda: _found(asked, desk))


def _found(asked: CaptionsRequest, desk: Desk) -> CaptionsResponse:
    tools = desk.tools
    document = TextFormatOf.named(asked.format).parse(asked.text)
    pairs = caption_pairs(document, tools.restorer, tools.detector, tools.evidence)
    return CaptionsResponse(pairs=[Pair(**asdict(pair)) for pair in pairs])
