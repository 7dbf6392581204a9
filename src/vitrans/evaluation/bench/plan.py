"""From sets and systems to the measurements of a benchmark."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import vitrans
from vitrans import align
from vitrans.evaluation.bench.measurement import Measurement, Progress, Task, Values
from vitrans.evaluation.bench.measures import (
    Made,
    alignment_scores,
    caption_scores,
    language_scores,
    restoration_scores,
    restored,
    translated,
    translation_scores,
)
from vitrans.evaluation.bench.sets import BeadSet, PageSet, PairSet, TextSet, inputs_of
from vitrans.evaluation.bench.systems import (
    BUNDLED,
    PeerOutput,
    System,
    check_names,
    find_outputs,
    fingerprint,
)
from vitrans.errors import InputError, UsageError
from vitrans.files import write_text
from vitrans.evaluation.sides import Role, read_sides
from vitrans.text import nfc, strip_accents
from vitrans.types import Language

# Translations of a system go to OUTPUTS/SET/DIRECTION.SYSTEM.LANGUAGE in the results' folder.
OUTPUTS = "outputs"
UNACCENTED = "unaccented"
RESTORED = "restored first"


@dataclass(frozen=True, slots=True)
class Plan:
    """What takes part: sets of each kind, systems, the outputs of others, where results go."""

    folder: Path
    systems: Sequence[System]
    pairs: Sequence[PairSet] = ()
    texts: Sequence[TextSet] = ()
    pages: Sequence[PageSet] = ()
    beads: Sequence[BeadSet] = ()
    outputs: Path | None = None
    tasks: Sequence[Task] = tuple(Task)


def measurements_of(plan: Plan) -> list[Measurement]:
    """Return every measurement of a plan.

    Raises:
        UsageError: two systems, two sets, or a system and an output go by one name.
    """
    check_names(plan.systems)
    makers = {
        Task.TRANSLATION: _translation,
        Task.RESTORATION: _restoration,
        Task.ALIGNMENT: _alignment,
        Task.LANGUAGE: _language,
        Task.CAPTIONS: _captions,
    }
    measurements = [measurement for task in Task if task in plan.tasks for measurement in makers[task](plan)]
    for (task, name), count in Counter((measurement.task, measurement.name) for measurement in measurements).items():
        if count > 1:
            raise UsageError(
                f"{count} measurements of {task} would be called {name!r}; rename one of the sets, "
                "systems or outputs"
            )
    return measurements


def _translation(plan: Plan) -> Iterator[Measurement]:
    for pairs in plan.pairs:
        for system in plan.systems:
            if system.translator:
                yield from _translations(plan, pairs, system)
        for output in find_outputs(plan.outputs, pairs.name):
            if output.what in _DIRECTIONS:
                yield _translation_output(pairs, output)


_DIRECTIONS = {"vi-en": Language.ENGLISH, "en-vi": Language.VIETNAMESE}


def _translations(plan: Plan, pairs: PairSet, system: System) -> Iterator[Measurement]:
    """Yield the measurements of a system: each direction it has, and unaccented input both ways."""
    for direction, target in _DIRECTIONS.items():
        if target in system.located.description.prefixes:
            yield _translation_measurement(plan, pairs, system, direction, "")
            if target is Language.ENGLISH:
                yield _translation_measurement(plan, pairs, system, direction, UNACCENTED)
                if _restorer(plan):
                    yield _translation_measurement(plan, pairs, system, direction, RESTORED)


def _translation_measurement(
    plan: Plan, pairs: PairSet, system: System, direction: str, variant: str
) -> Measurement:
    target = _DIRECTIONS[direction]
    into_english = target is Language.ENGLISH
    source, reference = _sides(pairs, direction)
    restorer = _restorer(plan) if variant == RESTORED else None

    def measure(on_progress: Progress) -> Values:
        texts = [strip_accents(text) for text in source] if variant else list(source)
        if restorer:
            texts = restorer.restore.restore_batch(texts)
        made = translated(system.translate.translate, texts, target, on_progress)
        label = f"{direction}-{variant.replace(' ', '-')}" if variant else direction
        name = f"{label}.{system.name}.{'en' if into_english else 'vi'}"
        _keep(plan.folder / OUTPUTS / pairs.name / name, made)
        return {
            **translation_scores(made.texts, reference, source, target),
            "seconds": round(made.seconds, 2),
        }

    own = "" if system.name == BUNDLED else f".{system.name}"
    about = {"set": pairs.name, "direction": direction, "system": system.name, "input": variant}
    inputs = {**_inputs(pairs), "translator": system.translator_sha256}
    if restorer:
        inputs["restorer"] = restorer.restorer_sha256
    name = f"{pairs.name} {direction}{own}" + (f", {variant}" if variant else "")
    return Measurement(Task.TRANSLATION, name, about, inputs, len(source), measure)


def _translation_output(pairs: PairSet, output: PeerOutput) -> Measurement:
    source, reference = _sides(pairs, output.what)

    def measure(on_progress: Progress) -> Values:
        lines = _lines(output, len(reference))
        on_progress(len(lines))
        return translation_scores(lines, reference, source, _DIRECTIONS[output.what])

    about = {"set": pairs.name, "direction": output.what, "system": output.system, "input": ""}
    inputs = {**_inputs(pairs), "output": output.sha256}
    name = f"{pairs.name} {output.what}.{output.system}"
    return Measurement(Task.TRANSLATION, name, about, inputs, len(reference), measure)


def _restoration(plan: Plan) -> Iterator[Measurement]:
    sets = [*plan.texts, *(TextSet(p.name, p.vietnamese, p.origins) for p in plan.pairs)]
    for texts in sets:
        for system in plan.systems:
            if system.restorer:
                yield _restoration_measurement(texts, system)
        for output in find_outputs(plan.outputs, texts.name):
            if output.what == "restored":
                yield _restoration_output(texts, output)


def _restoration_measurement(texts: TextSet, system: System) -> Measurement:
    def measure(on_progress: Progress) -> Values:
        bare = [strip_accents(text) for text in texts.texts]
        made = restored(system.restore, bare, on_progress)
        scores = restoration_scores(texts.texts, made, system.restore)
        return {**scores, "seconds": round(made.seconds, 2)}

    inputs = {**_inputs(texts), "restorer": system.restorer_sha256}
    about = {"set": texts.name, "system": system.name}
    name = f"{texts.name}.{system.name}"
    return Measurement(Task.RESTORATION, name, about, inputs, len(texts.texts), measure)


def _restoration_output(texts: TextSet, output: PeerOutput) -> Measurement:
    def measure(on_progress: Progress) -> Values:
        lines = _lines(output, len(texts.texts))
        on_progress(len(lines))
        return restoration_scores(texts.texts, Made(lines, 0.0))

    inputs = {**_inputs(texts), "output": output.sha256}
    about = {"set": texts.name, "system": output.system}
    name = f"{texts.name}.{output.system}"
    return Measurement(Task.RESTORATION, name, about, inputs, len(texts.texts), measure)


def _language(plan: Plan) -> Iterator[Measurement]:
    for pairs in plan.pairs:
        for system in plan.systems:
            if system.detector:
                yield _language_measurement(pairs, system)


def _language_measurement(pairs: PairSet, system: System) -> Measurement:
    def measure(on_progress: Progress) -> Values:
        return language_scores(system.detect, pairs.english, pairs.vietnamese)

    inputs = {**_inputs(pairs), "detector": system.detector_sha256}
    about = {"set": pairs.name, "system": system.name}
    name = f"{pairs.name}.{system.name}"
    return Measurement(Task.LANGUAGE, name, about, inputs, len(pairs.english), measure)


def _captions(plan: Plan) -> Iterator[Measurement]:
    for pages in plan.pages:
        for system in plan.systems:
            if system.detector:
                models = {"detector": system.detector_sha256, "aligner": _aligner()}
                about = {"set": pages.name, "system": system.name}
                measure = partial(_caption_values, pages, system)
                name, inputs = f"{pages.name}.{system.name}", {**_inputs(pages), **models}
                yield Measurement(Task.CAPTIONS, name, about, inputs, len(pages.pages), measure)


def _caption_values(pages: PageSet, system: System, on_progress: Progress) -> Values:
    return caption_scores(pages, system.detect, on_progress)


def _alignment(plan: Plan) -> Iterator[Measurement]:
    for beads in plan.beads:
        for side in ("accented", UNACCENTED):
            about = {"set": beads.name, "system": BUNDLED, "input": side}
            measure = partial(alignment_scores, beads, side == UNACCENTED)
            size = sum(len(document.beads) for document in beads.documents)
            name = f"{beads.name}.{BUNDLED}, {side}"
            inputs = {**_inputs(beads), "aligner": _aligner()}
            yield Measurement(Task.ALIGNMENT, name, about, inputs, size, measure)


def _aligner() -> str:
    """Return what tells this way of aligning from any other: its code, words and weights."""
    return fingerprint(Path(align.__file__).parent)


def _sides(pairs: PairSet, direction: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the source and the reference of a direction."""
    if direction == "vi-en":
        return pairs.vietnamese, pairs.english
    return pairs.english, pairs.vietnamese


def _inputs(texts: PairSet | TextSet | PageSet | BeadSet) -> dict[str, str]:
    """Return what every measurement depends on: its files, and the code that measures."""
    return {**inputs_of(texts.origins), "vitrans": vitrans.__version__}


def _restorer(plan: Plan) -> System | None:
    """Return the system whose restorer goes before the translators, the first that has one."""
    return next((system for system in plan.systems if system.restorer), None)


def _lines(output: PeerOutput, count: int) -> list[str]:
    """Return the lines of another system's output, in NFC, as many as there should be."""
    side = read_sides(str(output.path), Role.HYPOTHESIS)[0]
    lines = [nfc(line) for line in side.segments]
    if len(lines) != count:
        raise InputError(
            f"{str(output.path)!r} has {len(lines)} lines for {count} sentences; each sentence "
            "needs its line"
        )
    return lines


def _keep(path: Path, made: Made) -> None:
    """Write what a system made, a line for each sentence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "".join(" ".join(text.split()) + "\n" for text in made.texts))
