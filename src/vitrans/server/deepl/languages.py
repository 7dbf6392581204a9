"""`/v2/languages`, `/v2/glossary-language-pairs` and `/v2/usage`."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.deepl.values import FAULTS, SOURCES, TARGETS, GivenBody
from vitrans.server.own.values import TheDesk
from vitrans.server.problems import RefusedError

router = APIRouter(tags=["DeepL"], dependencies=ADMITTED)
_NO_LIMIT = 10**12


class LanguageOut(BaseModel):
    """A language of a text, or to translate into."""

    language: str
    name: str
    supports_formality: bool | None = None


class Usage(BaseModel):
    """How much was translated; there is no limit that ends."""

    character_count: int
    character_limit: int = _NO_LIMIT


@router.get("/v2/languages", response_model_exclude_none=True, responses=FAULTS)
async def languages(given: GivenBody) -> list[LanguageOut]:
    """Return the languages; `type` is `source` or `target`, in the address or in the body."""
    kind = given.get("type") or "source"
    if kind == "source":
        return [LanguageOut(language=code, name=name) for code, name in SOURCES.items()]
    if kind != "target":
        raise RefusedError(400, "Value for 'type' not supported.")
    return [
        LanguageOut(language=code, name=name, supports_formality=False)
        for code, name in TARGETS.items()
    ]


@router.get("/v2/glossary-language-pairs", responses=FAULTS)
async def glossary_language_pairs() -> dict[str, Any]:
    """Return the directions that glossaries may have."""
    pairs = (("en", "vi"), ("vi", "en"))
    return {"supported_languages": [{"source_lang": s, "target_lang": t} for s, t in pairs]}


@router.get("/v2/usage", responses=FAULTS)
async def usage(request: Request, desk: TheDesk) -> Usage:
    """Return how many characters this key has had translated."""
    owner = caller_of(request)
    return Usage(character_count=await desk.run(lambda: desk.usage.characters(owner)))
