"""`/score`: what translations or restorations are worth, beside references."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.metrics.sacrebleu import ScoreSettings
from vitrans.evaluation.reports import Evaluation, evaluate_restoration, evaluate_translation
from vitrans.report import ReportFormat, render
from vitrans.server.admission import ADMITTED
from vitrans.server.desk import Desk
from vitrans.server.own.values import Given, Problem, TheDesk
from vitrans.server.problems import RefusedError
from vitrans.text import lines
from vitrans.text.counts import counted

router = APIRouter(tags=["vitrans"], dependencies=ADMITTED)
Segments = str | list[str]


class ScoreRequest(Given):
    """Outputs of systems and what they should have been.

    Each is a list of segments, or a text with a segment a line.
    """

    systems: Annotated[
        dict[str, Segments], Field(description="Outputs by system, the baseline first.")
    ]
    references: Annotated[list[Segments], Field(min_length=1)]
    source: Segments | None = None
    task: Literal["translation", "restoration"] = "translation"
    lowercase: bool = False
    confidence: Annotated[bool, Field(description="Add 95 % confidence intervals.")] = False


class ScoreResponse(BaseModel):
    """The report, as data and as a page to read."""

    report: dict[str, Any]
    page: Annotated[str, Field(description="The report as a page of HTML that needs no other.")]


@router.post("/score", responses={400: {"model": Problem}, 413: {"model": Problem}})
async def score(asked: ScoreRequest, desk: TheDesk) -> ScoreResponse:
    """Score outputs against references, segment by segment of the same number."""
    sides = [*asked.systems.values(), *asked.references, asked.source or ""]
    desk.check(["\n".join(_segments(side)) for side in sides])
    return await desk.run(lambda: _scored(asked, desk))


def _scored(asked: ScoreRequest, desk: Desk) -> ScoreResponse:
    made = _evaluation(asked)
    report = json.loads(render(made.report, ReportFormat.JSON))
    return ScoreResponse(report=report, page=render(made.report, ReportFormat.HTML))


def _evaluation(asked: ScoreRequest) -> Evaluation:
    systems = {name: _segments(side) for name, side in asked.systems.items()}
    references = tuple(map(_segments, asked.references))
    source = _segments(asked.source) if asked.source else ()
    _check(systems, references, source)
    inputs = Inputs(systems, references, source)
    if asked.task == "restoration":
        return evaluate_restoration(inputs, [], "")
    settings = ScoreSettings(lowercase=asked.lowercase, confidence=asked.confidence)
    return evaluate_translation(inputs, settings, words=False, details=False, command="")


def _segments(side: Segments) -> tuple[str, ...]:
    """Return the segments of a side, in lines or in a list."""
    if isinstance(side, str):
        return tuple(line.rstrip("\r\n") for line in lines(side))
    return tuple(side)


def _check(
    systems: dict[str, tuple[str, ...]],
    references: tuple[tuple[str, ...], ...],
    source: tuple[str, ...],
) -> None:
    """Refuse sides that are empty or of different lengths."""
    if not systems:
        raise RefusedError(400, "systems: give the output of one system at least")
    count = len(references[0])
    if not count:
        raise RefusedError(400, "references: the first one is empty")
    named = [*systems.items(), *((f"reference {n}", r) for n, r in enumerate(references, 1))]
    for name, side in [*named, *([("source", source)] if source else [])]:
        if len(side) != count:
            raise RefusedError(
                400, f"{name!r} has {counted(len(side), 'segment')}, the first reference {count}"
            )
