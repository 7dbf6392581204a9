"""The doctor: what it sees in outputs, and why, on models that are driven wrong in just one way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from vitrans.engines import Decoding, Engine, Hypothesis, Pieces, Progress
from vitrans.errors import ModelError
from vitrans.evaluation.doctor import Finding, Symptom, examine
from vitrans.evaluation.doctor.examine import Model, refuse_if_faulty
from vitrans.evaluation.doctor.probes import PROBES
from vitrans.language import Detector
from vitrans.models import Description, installed
from vitrans.translate.tokenizer import Tokenizer

ANSWERS = {one: other for en, vi in PROBES for one, other in ((en, vi), (vi, en))}
GERMAN = "Das Haus liegt an der Straße und ist nicht sehr groß, aber schön und warm."


class Words:
    """A tokenizer whose pieces are words."""

    def encode(self, text: str) -> list[str]:
        return text.split()

    encode_target = encode

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


@dataclass
class Trained(Engine):
    """A model that translates what it is given as it was trained, and says `otherwise` if not.

    `wanted` are the pieces around a source: (before, after).
    """

    wanted: tuple[list[str], list[str]]
    otherwise: Callable[[str], str]
    longest: int = 1000
    before: str = ""

    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        raise AssertionError("the doctor does not score")

    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        return [[self._of(list(source))] for source in sources]

    def _of(self, source: list[str]) -> Hypothesis:
        before, after = self.wanted
        inner = source[len(before) : len(source) - len(after)]
        text = " ".join(inner)
        right = source == [*before, *inner, *after] and text in ANSWERS
        pieces = (self.before + (ANSWERS[text] if right else self.otherwise(text))).split()
        return Hypothesis(tuple(pieces[: self.longest]), -0.5)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


def found(
    detector: Detector, engine: Trained, driven: Description, pieces: tuple[str, ...] = ()
) -> list[Finding]:
    return examine(Model(engine, cast(Tokenizer, Words()), driven, pieces), detector)


def description(prefix: str = ">>vie<<", **more: Any) -> Description:
    return Description("tiny", {"vi": prefix}, **more)


def german(text: str) -> str:
    return GERMAN


WANTS_PREFIX = ([">>vie<<"], ["</s>"])
PIECES = (">>vie<<", ">>eng<<", "</s>")


def test_a_model_that_is_driven_right_has_no_fault(detector: Detector) -> None:
    assert found(detector, Trained(WANTS_PREFIX, german), description(), PIECES) == []


@pytest.mark.parametrize(
    ("wanted", "driven", "cause"),
    [
        (WANTS_PREFIX, description(""), "its prefix '>>vie<<' is missing"),
        (
            WANTS_PREFIX,
            description(">>eng<<"),
            "its prefix '>>vie<<' should be there instead of '>>eng<<'",
        ),
        (
            WANTS_PREFIX,
            description(">>vie<< >>vie<<", spelled=True),
            "its prefix '>>vie<<' is doubled",
        ),
        (WANTS_PREFIX, description(end=""), "its end token </s> is missing"),
        (([">>vie<<"], []), description(), "its end token </s> is doubled"),
        (([], ["</s>"]), description(), "it wants no prefix, but has '>>vie<<'"),
        ((["en:"], ["</s>"]), description(""), "its prefix 'en: ', in words, is missing"),
    ],
    ids=["missing", "other", "doubled", "no end", "two ends", "none wanted", "in words"],
)
def test_the_cause_is_told(
    detector: Detector, wanted: tuple[list[str], list[str]], driven: Description, cause: str
) -> None:
    faults = found(detector, Trained(wanted, german), driven, PIECES)
    assert [one.symptom for one in faults] == [Symptom.LANGUAGE, Symptom.NUMBER]
    assert (faults[0].count, faults[0].total) == (24, 24)
    assert faults[0].cause == cause
    assert faults[0].cure
    assert faults[0].example.output == GERMAN


@pytest.mark.parametrize(
    ("says", "symptom"),
    [
        (lambda text: "", Symptom.EMPTY),
        (lambda text: "学校在市场旁边。" + text[:1], Symptom.SCRIPT),
        (lambda text: text, Symptom.LANGUAGE),
        (lambda text: "nhà " * 12, Symptom.LOOP),
        (lambda text: f">>vie<< {ANSWERS[text]}", Symptom.ECHO),
        (lambda text: f"vi: {ANSWERS[text]}", Symptom.ECHO),
    ],
    ids=["empty", "script", "language", "loop", "echo", "echo in words"],
)
def test_a_fault_that_no_other_driving_mends_is_seen(
    detector: Detector, says: Callable[[str], str], symptom: Symptom
) -> None:
    never = (["never"], ["</s>"])
    engine = Trained(never, lambda text: says(_source(text)))
    faults = found(detector, engine, description(""), ("</s>",))
    assert [one.symptom for one in faults][:1] == [symptom]
    assert faults[0].cause == ""


def _source(text: str) -> str:
    """Return the probe that a text is a stretch of."""
    return next(one for one in ANSWERS if text in one)


def test_changed_numbers_are_seen(detector: Detector) -> None:
    def other_numbers(text: str) -> str:
        return "".join("7" if c.isdigit() else c for c in ANSWERS[_source(text)])

    engine = Trained((["never"], ["</s>"]), other_numbers)
    faults = found(detector, engine, description(""), ())
    assert [one.symptom for one in faults] == [Symptom.NUMBER]
    assert faults[0].total == sum(any(map(str.isdigit, en)) for en, _ in PROBES)


def test_a_model_that_cuts_off_is_told_with_its_limit(detector: Detector) -> None:
    engine = Trained(WANTS_PREFIX, german, longest=12)
    faults = found(detector, engine, description(), PIECES)
    assert [one.symptom for one in faults] == [Symptom.CUT]
    assert faults[0].cause == "it writes no more than 12 pieces"


def test_probes_are_pairs_in_both_languages(detector: Detector) -> None:
    assert len(PROBES) == 24
    assert {str(detector.detect(vi).language) for _, vi in PROBES} == {"vi"}
    assert {str(detector.detect(en).language) for en, _ in PROBES} == {"en"}


@pytest.mark.model
def test_the_bundled_model_is_well(detector: Detector) -> None:
    assert examine(installed("translator"), detector) == []
    refuse_if_faulty(installed("translator"), detector)


def test_a_faulty_model_is_refused(
    detector: Detector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Model(Trained(WANTS_PREFIX, german), cast(Tokenizer, Words()), description(""), PIECES)
    monkeypatch.setattr(Model, "load", classmethod(lambda cls, folder: model))
    with pytest.raises(
        ModelError, match=r"24 of 24 .* wrong language: its prefix '>>vie<<' is mis"
    ):
        refuse_if_faulty(tmp_path, detector)
