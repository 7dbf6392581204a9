"""From sets and systems to the measurements of a benchmark."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vitrans import align
from vitrans._version import __version__
from vitrans.errors import InputError, UsageError
from vitrans.evaluation import Progress
from vitrans.evaluation.bench.measurement import Measurement, Values
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
from vitrans.evaluation.bench.record import results_file
from vitrans.evaluation.bench.sets import BeadSet, PageSet, PairSet, TextSet, inputs_of
from vitrans.evaluation.bench.systems import (
    BUNDLED,
    PeerOutput,
    System,
    check_names,
    find_outputs,
    fingerprint,
)
from vitrans.evaluation.sides import Role, read_sides
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.files import make_folder, write_text
from vitrans.models import installed
from vitrans.text import nfc, strip_accents
from vitrans.text.counts import counted
from vitrans.types import Language, Target

# Translations of a system go to OUTPUTS/SET/DIRECTION.SYSTEM.LANGUAGE in the results' folder.
OUTPUTS = "outputs"
UNACCENTED = "unaccented"
RESTORED = "restored first"

BenchSet = PairSet | TextSet | PageSet | BeadSet
_DIRECTIONS: dict[str, Target] = {"vi-en": Language.ENGLISH, "en-vi": Language.VIETNAMESE}


@dataclass(frozen=True, slots=True)
class BenchPlan:
    """What takes part: sets of each kind, systems, the outputs of others, where results go."""

    folder: Path
    systems: Sequence[System]
    pairs: Sequence[PairSet] = ()
    texts: Sequence[TextSet] = ()
    pages: Sequence[PageSet] = ()
    beads: Sequence[BeadSet] = ()
    outputs: Path | None = None
    tasks: Sequence[EvaluationTask] = tuple(EvaluationTask)

    def read_from(self) -> list[Path]:
        """Return every file that the sets and the outputs of others were or will be read from."""
        sets: list[BenchSet] = [*self.pairs, *self.texts, *self.pages, *self.beads]
        files = [path for one in sets for path in one.files]
        names = [*(pairs.name for pairs in self.pairs), *(texts.name for texts in self.texts)]
        return files + [
            output.path for name in names for output in find_outputs(self.outputs, name)
        ]


def measurements_of(plan: BenchPlan) -> list[Measurement]:
    """Return every measurement of a plan.

    Raises:
        UsageError: two systems, two sets, or a system and an output go by one name.
    """
    check_names(plan.systems)
    makers = {
        EvaluationTask.TRANSLATION: _translation,
        EvaluationTask.RESTORATION: _restoration,
        EvaluationTask.ALIGNMENT: _alignment,
        EvaluationTask.LANGUAGE: _language,
        EvaluationTask.CAPTIONS: _captions,
    }
    made = [one for task in EvaluationTask if task in plan.tasks for one in makers[task](plan)]
    for (task, name), count in Counter((one.task, one.name) for one in made).items():
        if count > 1:
            raise UsageError(
                f"{count} measurements of {task} would be called {name!r}; rename one of the sets, "
                "systems or outputs"
            )
    return made


def files_written(plan: BenchPlan, made: Sequence[Measurement]) -> list[Path]:
    """Return every file that measurements write: results of tasks, and outputs of systems."""
    tasks = dict.fromkeys(one.task for one in made)
    return [results_file(plan.folder, task) for task in tasks] + [
        one.output for one in made if one.output
    ]


def _translation(plan: BenchPlan) -> Iterator[Measurement]:
    for pairs in plan.pairs:
        for system in plan.systems:
            if system.translator:
                yield from _translations(plan, pairs, system)
        for output in find_outputs(plan.outputs, pairs.name):
            if output.what in _DIRECTIONS:
                yield _translation_output(pairs, output)


def _translations(plan: BenchPlan, pairs: PairSet, system: System) -> Iterator[Measurement]:
    """Yield those of a system: each direction it has, and unaccented input both ways."""
    for direction, target in _DIRECTIONS.items():
        if target in system.located.description.prefixes:
            yield _translation_by(plan, pairs, system, direction, "")
            if target is Language.ENGLISH:
                yield _translation_by(plan, pairs, system, direction, UNACCENTED)
                if _restorer(plan):
                    yield _translation_by(plan, pairs, system, direction, RESTORED)


def _translation_by(
    plan: BenchPlan, pairs: PairSet, system: System, direction: str, variant: str
) -> Measurement:
    target = _DIRECTIONS[direction]
    source, reference = _sides(pairs, direction)
    restorer = _restorer(plan) if variant == RESTORED else None
    label = f"{direction}-{variant.replace(' ', '-')}" if variant else direction
    kept = plan.folder / OUTPUTS / pairs.name / f"{label}.{system.name}.{target}"

    def measure(on_progress: Progress) -> Values:
        texts = [strip_accents(text) for text in source] if variant else list(source)
        if restorer:
            texts = restorer.models.restorer.restore_batch(texts)
        made = translated(system.models.translator.translate, texts, target, on_progress)
        _keep(kept, made)
        scores = translation_scores(made.texts, reference, source, target)
        return {**scores, "seconds": round(made.seconds, 2)}

    own = "" if system.name == BUNDLED else f".{system.name}"
    name = f"{pairs.name} {direction}{own}" + (f", {variant}" if variant else "")
    about = {"direction": direction, "system": system.name, "input": variant}
    models = {"translator": system.translator_sha256}
    if restorer:
        models["restorer"] = restorer.restorer_sha256
    size = len(source)
    return _measurement(EvaluationTask.TRANSLATION, name, pairs, about, models, size, measure, kept)


def _translation_output(pairs: PairSet, output: PeerOutput) -> Measurement:
    source, reference = _sides(pairs, output.what)

    def measure(on_progress: Progress) -> Values:
        lines = _lines(output, len(reference))
        on_progress(len(lines))
        return translation_scores(lines, reference, source, _DIRECTIONS[output.what])

    about = {"direction": output.what, "system": output.system, "input": ""}
    name = f"{pairs.name} {output.what}.{output.system}"
    models = {"output": output.sha256}
    return _measurement(
        EvaluationTask.TRANSLATION, name, pairs, about, models, len(reference), measure
    )


def _restoration(plan: BenchPlan) -> Iterator[Measurement]:
    sets = [*plan.texts, *(TextSet(p.name, p.vietnamese, p.origins, p.files) for p in plan.pairs)]
    for texts in sets:
        for system in plan.systems:
            if system.restorer:
                models = {"restorer": system.restorer_sha256}
                measure = partial(_restoration_values, texts, system)
                yield _named(EvaluationTask.RESTORATION, texts, system.name, models, measure)
        for output in find_outputs(plan.outputs, texts.name):
            if output.what == "restored":
                models = {"output": output.sha256}
                measure = partial(_restoration_output, texts, output)
                yield _named(EvaluationTask.RESTORATION, texts, output.system, models, measure)


def _restoration_values(texts: TextSet, system: System, on_progress: Progress) -> Values:
    bare = [strip_accents(text) for text in texts.texts]
    restorer = system.models.restorer
    made = restored(restorer, bare, on_progress)
    scores = restoration_scores(texts.texts, made, restorer)
    return {**scores, "seconds": round(made.seconds, 2)}


def _restoration_output(texts: TextSet, output: PeerOutput, on_progress: Progress) -> Values:
    lines = _lines(output, len(texts.texts))
    on_progress(len(lines))
    return restoration_scores(texts.texts, Made(lines, 0.0))


def _language(plan: BenchPlan) -> Iterator[Measurement]:
    for pairs in plan.pairs:
        for system in plan.systems:
            if system.detector:
                models = {"detector": system.detector_sha256}
                measure = partial(_language_values, pairs, system)
                yield _named(EvaluationTask.LANGUAGE, pairs, system.name, models, measure)


def _language_values(pairs: PairSet, system: System, on_progress: Progress) -> Values:
    return language_scores(system.models.detector, pairs.english, pairs.vietnamese)


def _captions(plan: BenchPlan) -> Iterator[Measurement]:
    for pages in plan.pages:
        for system in plan.systems:
            if system.detector:
                models = {"detector": system.detector_sha256, "aligner": _aligner()}
                measure = partial(_caption_values, pages, system)
                yield _named(EvaluationTask.CAPTIONS, pages, system.name, models, measure)


def _caption_values(pages: PageSet, system: System, on_progress: Progress) -> Values:
    return caption_scores(pages, system.models.detector, on_progress)


def _alignment(plan: BenchPlan) -> Iterator[Measurement]:
    for beads in plan.beads:
        for side in ("accented", UNACCENTED):
            measure = partial(alignment_scores, beads, side == UNACCENTED)
            name, about = f"{beads.name}.{BUNDLED}, {side}", {"system": BUNDLED, "input": side}
            models = {"aligner": _aligner()}
            yield _measurement(
                EvaluationTask.ALIGNMENT, name, beads, about, models, beads.size, measure
            )


def _named(
    task: EvaluationTask,
    texts: BenchSet,
    system: str,
    models: Mapping[str, str],
    measure: Callable[[Progress], Values],
) -> Measurement:
    """Return a measurement of which there is one for a set and a system."""
    name, about = f"{texts.name}.{system}", {"system": system}
    return _measurement(task, name, texts, about, models, texts.size, measure)


def _measurement(
    task: EvaluationTask,
    name: str,
    texts: BenchSet,
    about: Mapping[str, str],
    models: Mapping[str, str],
    size: int,
    measure: Callable[[Progress], Values],
    output: Path | None = None,
) -> Measurement:
    """Return a measurement; it depends on its set's files, models, and the code that measures."""
    inputs = {**inputs_of(texts.origins), "vitrans": __version__, **models}
    return Measurement(task, name, {"set": texts.name, **about}, inputs, size, measure, output)


def _aligner() -> str:
    """Return what tells this way of aligning from any other: its code, words and weights."""
    return fingerprint(
        Path(align.__file__).parent,
        installed("words"),
        installed("alignment"),
        installed("readings"),
    )


def _sides(pairs: PairSet, direction: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the source and the reference of a direction."""
    if direction == "vi-en":
        return pairs.vietnamese, pairs.english
    return pairs.english, pairs.vietnamese


def _restorer(plan: BenchPlan) -> System | None:
    """Return the system whose restorer goes before the translators, the first that has one."""
    return next((system for system in plan.systems if system.restorer), None)


def _lines(output: PeerOutput, count: int) -> list[str]:
    """Return the lines of another system's output, in NFC, as many as there should be."""
    side = read_sides(str(output.path), Role.HYPOTHESIS)[0]
    lines = [nfc(line) for line in side.segments]
    if len(lines) != count:
        raise InputError(
            f"{str(output.path)!r} has {counted(len(lines), 'line')} "
            f"for {counted(count, 'sentence')}; each sentence needs its line"
        )
    return lines


def _keep(path: Path, made: Made) -> None:
    """Write what a system made, a line for each sentence."""
    make_folder(path.parent)
    write_text(path, "".join(" ".join(text.split()) + "\n" for text in made.texts))
