"""`/v2/translate`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, BeforeValidator, Field

from vitrans.formats import render
from vitrans.pipeline import parse_lines, translate_document
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.deepl.tags import Tags, translated_markup
from vitrans.server.deepl.values import (
    FAULTS,
    Asked,
    GivenBody,
    check_absent,
    check_formality,
    listed,
    source_of,
    target_of,
)
from vitrans.server.desk import Desk
from vitrans.server.own.translate import told
from vitrans.server.own.values import TheDesk
from vitrans.server.problems import RefusedError
from vitrans.server.serving import ServingToolkit
from vitrans.server.sources import detector_for
from vitrans.types import Document, Language
from vitrans.types import target_of as language_of

router = APIRouter(tags=["DeepL"], dependencies=ADMITTED)
_GLOSSARIES = 5


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(listed)]
Split = Annotated[
    Literal["0", "1", "nonewlines", ""],
    BeforeValidator(lambda v: str(int(v)) if isinstance(v, bool | int) else v),
]


class TextRequest(Asked):
    """Texts, and how they are to be translated."""

    text: Annotated[list[str], BeforeValidator(_texts), Field(min_length=1)]
    target_lang: str
    source_lang: str = ""
    context: str = ""
    split_sentences: Split = ""
    preserve_formatting: bool = False
    formality: str = "default"
    model_type: Literal[
        "quality_optimized", "prefer_quality_optimized", "latency_optimized", None
    ] = None
    glossary_id: str = ""
    glossary_ids: Words = ()
    show_billed_characters: bool = True
    tag_handling: Literal["xml", "html", "", None] = None
    tag_handling_version: Literal["v1", "v2", "", None] = None
    outline_detection: bool = True
    non_splitting_tags: Words = ()
    splitting_tags: Words = ()
    ignore_tags: Words = ()


class TranslationOut(BaseModel):
    """A translated text."""

    detected_source_language: str
    text: str
    billed_characters: int
    model_type_used: str | None = None


class TextResponse(BaseModel):
    """The translations, in the order of the texts."""

    translations: list[TranslationOut]


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": TextRequest.model_json_schema()}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post(
    "/v2/translate",
    response_model_exclude_none=True,
    openapi_extra=_BODY,
    responses=FAULTS,
)
async def translate(request: Request, given: GivenBody, desk: TheDesk) -> TextResponse:
    """Translate texts; `context` is taken and not used, formatting is always preserved."""
    check_absent(given, "style_id", "custom_instructions", "translation_memory_id")
    asked = TextRequest.model_validate(given)
    check_formality(asked.formality)
    desk.check(asked.text)
    owner = caller_of(request)
    return await desk.run(lambda: _translated(asked, desk, owner))


def _translated(asked: TextRequest, desk: Desk, owner: str) -> TextResponse:
    target, source = target_of(asked.target_lang), source_of(asked.source_lang)
    tools = desk.terms.obeyed(desk.tools, owner, _glossaries(asked), source, target)
    made = desk.each(asked.text, lambda text: _one(text, asked, tools, source, target))
    desk.count(owner, sum(map(len, asked.text)))
    return TextResponse(translations=made)


def _glossaries(asked: TextRequest) -> list[str]:
    """Return the identifiers of the glossaries that are asked for."""
    if asked.glossary_id and asked.glossary_ids:
        raise RefusedError(400, "'glossary_id' and 'glossary_ids' cannot be used together.")
    found = [asked.glossary_id] if asked.glossary_id else list(asked.glossary_ids)
    if len(found) > _GLOSSARIES:
        raise RefusedError(
            400, f"'glossary_ids' has {len(found)} glossaries; at most {_GLOSSARIES}."
        )
    return found


def _one(
    text: str, asked: TextRequest, tools: ServingToolkit, source: str, target: str
) -> TranslationOut:
    detected = source or told(tools.detect(text)).language
    used = asked.model_type and asked.model_type.removeprefix("prefer_")
    return TranslationOut(
        detected_source_language=detected.upper(),
        text=_text(text, asked, tools, source, target),
        billed_characters=len(text),
        model_type_used=used,
    )


def _text(text: str, asked: TextRequest, tools: ServingToolkit, source: str, target: str) -> str:
    if asked.tag_handling:
        tags = Tags(
            asked.tag_handling,
            frozenset(asked.ignore_tags),
            frozenset(asked.splitting_tags),
            frozenset(asked.non_splitting_tags),
            asked.outline_detection,
        )
        return translated_markup(text, tags, tools, source, target)
    if asked.split_sentences == "0":
        return _whole(text, tools, source, target)
    if asked.split_sentences == "nonewlines":
        text = " ".join(text.split("\n"))
    return render(_document(parse_lines(text), tools, source, target))


def _document(document: Document, tools: ServingToolkit, source: str, target: str) -> Document:
    return translate_document(
        document,
        language_of(target),
        tools.translator,
        tools.restorer,
        detector_for(source, tools.detector),
        tools.english_captions,
    ).document


def _whole(text: str, tools: ServingToolkit, source: str, target: str) -> str:
    """Return the translation of a text that is taken for one sentence."""
    stripped = text.strip()
    start = text.find(stripped)
    found = detector_for(source, tools.detector).detect(stripped)
    if not stripped or found.third or found.language == target:
        return text
    bare = found.language in (Language.UNACCENTED, Language.MIXED)
    [ready] = tools.restorer.restore_batch([stripped]) if bare else [stripped]
    if found.language is Language.UNACCENTED and target == Language.VIETNAMESE:
        return text[:start] + ready + text[start + len(stripped) :]
    [made] = tools.translator.translate([ready], language_of(target))
    return text[:start] + made.target + text[start + len(stripped) :]
