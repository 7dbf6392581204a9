"""`/lexicon`: the names and phrases that decide before the restorer does."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vitrans import toolkit
from vitrans.files import make_folder
from vitrans.restore.tokens import is_word
from vitrans.restore.user_lexicon import key_of, learn, read_phrases
from vitrans.server.admission import ADMITTED
from vitrans.server.own.values import Given, Problem, TheDesk
from vitrans.server.problems import RefusedError

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)
_NOTE = "review"


class LexiconRequest(Given):
    """Phrases that were decided."""

    phrases: Annotated[list[str], Field(max_length=1000, description="With their diacritics.")]
    forget: Annotated[
        tuple[str, ...],
        Field(max_length=1000, description="Phrases to take out again, as by undo."),
    ] = ()


class LexiconResponse(BaseModel):
    """All phrases, and those that are new."""

    phrases: list[str]
    learned: list[str] = []


@router.get("/lexicon", responses={400: {"model": Problem}})
async def lexicon(desk: TheDesk) -> LexiconResponse:
    """Return the phrases of the user's lexicon."""
    return await desk.run(lambda: LexiconResponse(phrases=_phrases()))


@router.post("/lexicon", responses={400: {"model": Problem}})
async def remember(asked: LexiconRequest, desk: TheDesk) -> LexiconResponse:
    """Add phrases to the user's lexicon; what is restored from now on follows them."""
    desk.check([*asked.phrases, *asked.forget])
    return await desk.run(lambda: _learned(asked))


def _learned(asked: LexiconRequest) -> LexiconResponse:
    phrases = [" ".join(phrase.split()) for phrase in asked.phrases if phrase.strip()]
    for phrase in phrases:
        if phrase.startswith("#") or not any(map(is_word, key_of(phrase))):
            raise RefusedError(400, f"{phrase!r} has no word, or begins with #; give a phrase")
    path = toolkit.lexicon_path()
    make_folder(path.parent)
    new = learn(path, phrases, asked.forget, _NOTE)
    return LexiconResponse(phrases=_phrases(), learned=new)


def _phrases() -> list[str]:
    path = toolkit.lexicon_path()
    return read_phrases(path) if path.exists() else []
