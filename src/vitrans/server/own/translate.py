"""`/translate`: LibreTranslate's endpoint, which says more where more is asked for."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from vitrans.pipeline import Translated, translate_document
from vitrans.server.admission import ADMITTED, caller_of
from vitrans.server.desk import Desk
from vitrans.server.given import read_given
from vitrans.server.own.values import (
    FormatName,
    Given,
    MatchOut,
    OneOrMore,
    Problem,
    TextFormatOf,
    TheDesk,
    shaped,
    target_named,
    texts_of,
)
from vitrans.server.sources import detector_for
from vitrans.toolkit import Toolkit
from vitrans.types import Detection, Target

router = APIRouter(tags=["vitrans", "LibreTranslate"], dependencies=ADMITTED)
AUTO = "auto"


class TranslateRequest(Given):
    """Texts and the language that they are to be in."""

    q: Annotated[OneOrMore, Field(description="A text, or several.")]
    source: Annotated[str, Field(description="`en`, `vi`, or `auto` to find out.")] = AUTO
    target: Annotated[str, Field(description="`en` or `vi`.")]
    format: FormatName = "text"
    alternatives: Annotated[int, Field(ge=0, le=10, description="Further translations.")] = 0
    details: Annotated[bool, Field(description="Whether each sentence is told of.")] = False
    glossary: Annotated[str, Field(description="The identifier of a glossary.")] = ""
    memory: Annotated[bool, Field(description="Whether the server's memory is asked.")] = True
    api_key: Annotated[str, Field(description="The key, where the server asks for one.")] = ""


class DetectedLanguage(BaseModel):
    """The language of a text, with a probability in percent."""

    language: str
    confidence: float


class TermOut(BaseModel):
    """A term of a sentence: what is wanted for it, whether that is there, and how or why not."""

    source: str
    target: str
    found: bool
    reason: str


class TranslatedSegment(BaseModel):
    """A sentence and what became of it.

    The translated text is `before + target` of all segments in a row, and `after` at its end.
    """

    line: Annotated[int, Field(description="The line of the source, from 1.")]
    kind: Annotated[str, Field(description="headline, byline, paragraph, caption, credit, cue…")]
    language: str
    before: Annotated[str, Field(description="What stands before it, as it was.")]
    source: str
    restored: Annotated[str, Field(description="With diacritics, where it lacked them.")]
    target: str
    provenance: Annotated[str, Field(description="The model's name, or copy, restorer, rule.")]
    score: Annotated[float | None, Field(description="Mean log-probability, if decoded.")]
    warnings: Annotated[list[str], Field(description="What to look at, and why.")]
    alternatives: list[str]
    terms: Annotated[list[TermOut], Field(description="Terms of the glossary that it has.")]
    matches: Annotated[list[MatchOut], Field(description="What the memory has for it.")]


class Details(BaseModel):
    """All sentences of a text, and what is to be said of the whole."""

    segments: list[TranslatedSegment]
    after: str
    notes: list[str]


class TranslateResponse(BaseModel):
    """Translations, in the shape that the texts came in."""

    translatedText: OneOrMore  # noqa: N815
    detectedLanguage: DetectedLanguage | list[DetectedLanguage] | None = None  # noqa: N815
    alternatives: list[str] | list[list[str]] | None = None
    details: Details | list[Details] | None = None


BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": TranslateRequest.model_json_schema()}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post(
    "/translate",
    response_model=TranslateResponse,
    response_model_exclude_none=True,
    openapi_extra=BODY,
    responses={400: {"model": Problem}, 413: {"model": Problem}, 429: {"model": Problem}},
)
@router.get("/translate", include_in_schema=False, response_model_exclude_none=True)
async def translate(request: Request, desk: TheDesk) -> TranslateResponse:
    """Translate texts into English or Vietnamese.

    Takes JSON, a form, or all of it in the address. What is in the target language already stays
    as it is; unaccented Vietnamese is restored first.
    """
    asked = TranslateRequest.model_validate(await read_given(request))
    texts = texts_of(asked.q)
    desk.check(texts)
    owner = caller_of(request)
    made = await desk.run(lambda: translated(asked, desk, owner))
    desk.count(owner, sum(map(len, texts)))
    return made


def translated(asked: TranslateRequest, desk: Desk, owner: str = "") -> TranslateResponse:
    """Return what was asked for by the owner of a key."""
    target = target_named(asked.target)
    source = "" if asked.source == AUTO else str(target_named(asked.source))
    form = TextFormatOf.named(asked.format)
    texts = texts_of(asked.q)
    tools = desk.tools.with_alternatives(asked.alternatives).asking_memory(asked.memory)
    glossaries = [asked.glossary] if asked.glossary else []
    tools = desk.terms.obeyed(tools, owner, glossaries, str(target.other), str(target))
    made = desk.each(texts, lambda text: translated_text(text, source, target, form, tools))
    answer = TranslateResponse(
        translatedText=shaped(asked.q, [form.text(m.document) for m in made])
    )
    if not source:
        answer.detectedLanguage = shaped(asked.q, [_detected(text, desk) for text in texts])
    if asked.alternatives:
        answer.alternatives = shaped(asked.q, [alternatives(m, asked.alternatives) for m in made])
    if asked.details:
        answer.details = shaped(asked.q, [_details(m) for m in made])
    return answer


def translated_text(
    text: str, source: str, target: Target, form: TextFormatOf, tools: Toolkit
) -> Translated:
    """Return a text translated, with what became of each sentence."""
    detector = detector_for(source, tools.detector)
    return translate_document(
        form.parse(text), target, tools.translator, tools.restorer, detector, tools.english_captions
    )


def alternatives(made: Translated, most: int) -> list[str]:
    """Return further translations of a whole text: each sentence by its next best."""
    options = [translation.alternatives for translation in made.translations]
    count = min(most, max(map(len, options), default=0))
    found = []
    for number in range(count):
        texts = [
            option[min(number, len(option) - 1)] if option else segment.raw
            for option, segment in zip(options, made.document.segments, strict=True)
        ]
        pairs = zip(made.document.glue, [*texts, ""], strict=True)
        found.append("".join(glue + text for glue, text in pairs))
    return found


def _detected(text: str, desk: Desk) -> DetectedLanguage:
    return told(desk.tools.detect(text))


def told(found: Detection) -> DetectedLanguage:
    """Return a language as LibreTranslate tells it: unaccented Vietnamese is Vietnamese."""
    code = found.code.partition("-")[0]
    return DetectedLanguage(language=code, confidence=round(100 * found.confidence, 1))


def _details(made: Translated) -> Details:
    glue = made.document.glue
    rows = zip(glue[:-1], made.units, made.document.segments, strict=True)
    segments = [
        TranslatedSegment(
            line=unit.source.line,
            kind=unit.source.kind,
            language=unit.source.third or unit.source.language,
            before=before,
            source=unit.source.raw,
            restored=unit.restored.raw,
            target=segment.raw,
            provenance=unit.translation.provenance,
            score=unit.translation.score,
            warnings=list(unit.translation.warnings),
            alternatives=list(unit.translation.alternatives),
            terms=[TermOut(**asdict(term)) for term in unit.translation.terms],
            matches=[MatchOut(**asdict(match)) for match in unit.translation.matches],
        )
        for before, unit, segment in rows
    ]
    return Details(segments=segments, after=glue[-1], notes=list(made.notes))
