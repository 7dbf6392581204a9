"""The evaluation of restored diacritics."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vitrans._version import __version__
from vitrans.evaluation.groups import by_length
from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.metrics.restoration import METRICS, accuracy, errors, false_changes, tokens
from vitrans.evaluation.reports.calibration import calibration
from vitrans.evaluation.reports.common import Evaluation, ShownPicker, made_with, segment_table
from vitrans.report.model import Cell, Chart, Report, Section, Series, ShownSegments, Table
from vitrans.text import nfc, strip_accents
from vitrans.types import Score

_ERRORS = 15
_NOTE = (
    "In per cent. syllables: alphabetic tokens; sentences: lines without an error; capitalised: "
    "tokens with a capital that do not start their line; false changes: words that were right in "
    "the source and are not any more."
)


def evaluate_restoration(
    inputs: Inputs, probabilities: Sequence[Sequence[str]] = (), command: str = ""
) -> Evaluation:
    """Score restored diacritics.

    Args:
        inputs: texts as they are; without sources, the reference stripped of its accents is one.
        probabilities: of each system, and of each segment, how sure it was of each of its
            syllables (`vitrans.text.words`), numbers of 0 to 1 with spaces between.
        command: what was typed, for the record.

    Raises:
        InputError: the probabilities do not fit.
    """
    normal = replace(
        inputs,
        systems={system: tuple(map(nfc, texts)) for system, texts in inputs.systems.items()},
        references=(tuple(map(nfc, inputs.references[0])),),
    )
    [reference] = normal.references
    values = {
        system: [_share(*pair) for pair in zip(reference, texts, strict=True)]
        for system, texts in normal.systems.items()
    }
    sections = (
        _scores(normal, probabilities),
        _by_length(normal.systems, reference),
        *_errors(normal.systems, reference),
        *_worst(ShownPicker(normal, "% right", values, {})),
    )
    title = f"Diacritic restoration: {', '.join(inputs.systems)}"
    columns = {system: {"% right": found} for system, found in values.items()}
    report = Report(title, sections, inputs.origins, made_with(command))
    return Evaluation(report, segment_table(inputs, columns))


def _scores(inputs: Inputs, probabilities: Sequence[Sequence[str]]) -> Table:
    [reference] = inputs.references
    sources = inputs.sources or tuple(map(strip_accents, reference))
    rows: list[tuple[Cell, ...]] = []
    for number, (system, texts) in enumerate(inputs.systems.items()):
        row = _row(reference, texts, sources)
        if probabilities:
            lines = [tokens(*pair) for pair in zip(reference, texts, strict=True)]
            right = [[token.is_right for token in line] for line in lines]
            row.append(calibration(system, probabilities[number], right))
        rows.append((system, *row))
    last = ["calibration error"] if probabilities else []
    return Table("Scores", ("system", *METRICS, "false changes", *last), tuple(rows), _NOTE)


def _row(reference: Sequence[str], texts: Sequence[str], sources: Sequence[str]) -> list[Cell]:
    found = accuracy(reference, texts)
    scores: list[Cell] = [_score(name, found[name]) if name in found else None for name in METRICS]
    return [*scores, _score("false changes", false_changes(sources, reference, texts))]


def _score(name: str, value: float) -> Score:
    return Score(name, value, f"case:ignored|tones:older|vitrans:{__version__}")


def _share(expected: str, found: str) -> float:
    """Return the percentage of the syllables of a segment that are right."""
    line = tokens(expected, found)
    return 100 * sum(token.is_right for token in line) / len(line) if line else 100.0


def _by_length(systems: Mapping[str, Sequence[str]], reference: Sequence[str]) -> Chart:
    groups = by_length(reference)

    def values(texts: Sequence[str]) -> Iterator[float | None]:
        for which in groups.values():
            found = accuracy([reference[i] for i in which], [texts[i] for i in which])
            yield found.get("sentences")

    names = tuple(f"{name} ({len(which)})" for name, which in groups.items())
    series = tuple(Series(system, tuple(values(texts))) for system, texts in systems.items())
    note = "In brackets: how many segments."
    return Chart("Sentences without an error, by length", "% of sentences", names, series, note)


def _errors(systems: Mapping[str, Sequence[str]], reference: Sequence[str]) -> Iterator[Section]:
    """Yield each system's most frequent errors."""
    for system, texts in systems.items():
        counts: Counter[tuple[str, str]] = errors(reference, texts)
        if counts:
            rows = tuple((a, b or "–", n) for (a, b), n in counts.most_common(_ERRORS))
            columns = ("reference", "found", "times")
            yield Table(f"Most frequent errors of {system}", columns, rows)


def _worst(reader: ShownPicker) -> Iterator[ShownSegments]:
    baseline, *others = reader.inputs.systems
    for system in others:
        yield from (sort for sort in reader.changed(baseline, system) if sort.examples)
    for system in (baseline, *others):
        if any(value < 100 for value in reader.values[system]):
            yield reader.worst(system)
