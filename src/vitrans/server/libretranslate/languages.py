"""`/languages` and `/detect`."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from vitrans.server.admission import ADMITTED
from vitrans.server.given import read_given
from vitrans.server.own.translate import DetectedLanguage, told
from vitrans.server.own.values import Given, Problem, TheDesk

router = APIRouter(tags=["LibreTranslate"])
NAMES = {"en": "English", "vi": "Vietnamese"}


class LanguageOut(BaseModel):
    """A language and those that are translated into from it."""

    code: str
    name: str
    targets: list[str]


class DetectRequest(Given):
    """A text whose language is wanted."""

    q: Annotated[str | list[str], Field(description="A text, or several in one language.")]
    api_key: str = ""


@router.get("/languages")
async def languages() -> list[LanguageOut]:
    """Return the languages."""
    return [LanguageOut(code=code, name=name, targets=list(NAMES)) for code, name in NAMES.items()]


@router.post("/detect", dependencies=ADMITTED, responses={400: {"model": Problem}})
async def detect(request: Request, desk: TheDesk) -> list[DetectedLanguage]:
    """Return the language of a text, with a probability in percent."""
    asked = DetectRequest.model_validate(await read_given(request))
    text = asked.q if isinstance(asked.q, str) else "\n".join(asked.q)
    desk.check([text])
    return [told(await desk.run(lambda: desk.tools.detect(text)))]
