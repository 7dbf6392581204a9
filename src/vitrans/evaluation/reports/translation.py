"""The evaluation of translations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vitrans.evaluation.groups import by_length, chart
from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.kinds import by_kind, language_of
from vitrans.evaluation.metrics.sacrebleu import Metric, Scorer, ScoreSettings
from vitrans.evaluation.metrics.words import word_scores
from vitrans.evaluation.reports.common import Evaluation, ShownPicker, made_with, segment_table
from vitrans.evaluation.reports.faults import Faults, fault_table, find_faults
from vitrans.evaluation.unicode_forms import Difference, UnicodeForm, differences
from vitrans.language import Detector
from vitrans.report.model import Cell, Report, RoundedNumber, Section, Table
from vitrans.text import nfc
from vitrans.text.counts import counted
from vitrans.types import Language, Score, Target

_DEFAULTS = ScoreSettings()
_REFERENCE = "reference"
# Which metric speaks for a single segment, if it is among those asked for.
_FOR_SEGMENTS = (Metric.CHRF_PP, Metric.CHRF)
_ADVICE = {
    UnicodeForm.DECOMPOSED: "all scores here are of the NFC form",
    UnicodeForm.UNACCENTED: (
        "restore its diacritics first (vitrans restore), or score it as unaccented"
    ),
    UnicodeForm.PLACEMENT: "both placements are right; compare the normalised scores",
}


@dataclass(frozen=True, slots=True)
class _Texts:
    """The inputs in NFC, with what counts them and the languages they are in."""

    inputs: Inputs
    scorer: Scorer
    source: Target | None
    target: Target | None
    detector: Detector

    def is_unaccented(self, text: str) -> bool:
        """Say whether a text is Vietnamese without its accents, where Vietnamese is wanted."""
        if self.target is not Language.VIETNAMESE:
            return False
        return self.detector.detect(text).language is Language.UNACCENTED


def evaluate_translation(
    inputs: Inputs,
    settings: ScoreSettings = _DEFAULTS,
    *,
    words: bool = False,
    details: bool = True,
    command: str = "",
) -> Evaluation:
    """Score translations, and show where and how they differ.

    Args:
        inputs: texts as they are in their files; scores are of their NFC form.
        settings: metrics, intervals and tests.
        words: add BLEU over Vietnamese words.
        details: find faults, score groups and single segments, and pick segments to read.
        command: what was typed, for the record.
    """
    texts = _normalised(inputs, settings)
    scores = texts.scorer.score(texts.inputs.systems)
    found = {
        system: differences(output, inputs.references, texts.scorer, texts.is_unaccented)
        for system, output in inputs.systems.items()
    }
    sections: list[Section] = [_scores(scores), *_bleu_parts(texts)]
    if words:
        sections.append(_words(texts.inputs))
    if any(found.values()):
        sections.append(_forms(found))
    segments = None
    if details:
        faults = _faults(texts)
        sections += _details(texts, faults)
        segments = _segments(texts, faults)
    report = Report(
        f"Translation: {', '.join(inputs.systems)}",
        tuple(sections),
        inputs.origins,
        made_with(command, ("sacrebleu",), seed=settings.seed, normalisation="NFC"),
        tuple(_warnings(found)),
    )
    return Evaluation(report, segments)


def _normalised(inputs: Inputs, settings: ScoreSettings) -> _Texts:
    normal = replace(
        inputs,
        systems={name: tuple(map(nfc, texts)) for name, texts in inputs.systems.items()},
        references=tuple(tuple(map(nfc, texts)) for texts in inputs.references),
        sources=tuple(map(nfc, inputs.sources)),
    )
    detector = Detector.load()
    source = language_of(normal.sources, detector) if normal.sources else None
    target = language_of(normal.references[0], detector)
    return _Texts(normal, Scorer(normal.references, settings), source, target, detector)


def _scores(scores: Mapping[str, list[Score]]) -> Table:
    columns = [score.metric for score in next(iter(scores.values()))]
    rows: list[tuple[Cell, ...]] = [(system, *found) for system, found in scores.items()]
    return Table("Scores", ("system", *columns), tuple(rows))


def _bleu_parts(texts: _Texts) -> Iterator[Table]:
    """Yield what the BLEU of every system is made of, where there is BLEU."""
    found = {name: texts.scorer.bleu_parts(out) for name, out in texts.inputs.systems.items()}
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            RoundedNumber(one.brevity_penalty, 3),
            RoundedNumber(one.length_ratio, 3),
            *one.precisions,
        )
        for name, one in found.items()
        if one
    ]
    if rows:
        grams = tuple(f"{n}-grams" for n in range(1, len(rows[0]) - 2))
        columns = ("system", "brevity penalty", "length ratio", *grams)
        note = "Length ratio: tokens of the output to those of the reference. Precisions: per cent."
        yield Table("BLEU in parts", columns, tuple(rows), note)


def _words(inputs: Inputs) -> Table:
    found = word_scores(inputs.systems, inputs.references)
    note = (
        "An extra: words are what underthesea takes for words, on both sides. "
        "Such a score compares with no other."
    )
    rows = tuple(found.items())
    return Table("Over Vietnamese words", ("system", "BLEU, words"), rows, note)


def _forms(found: Mapping[str, list[Difference]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (system, str(one.form), one.segments, one.given, one.normalised)
        for system, every in found.items()
        for one in every
    ]
    note = (
        "As given, and with both sides in one form: NFC, without accents, the older tone placement."
    )
    metric = next(one.given.metric for every in found.values() for one in every)
    columns = ("system", "form", "segments", f"{metric} as given", "normalised")
    return Table("Unicode form", columns, tuple(rows), note)


def _warnings(found: Mapping[str, list[Difference]]) -> Iterator[str]:
    for system, every in found.items():
        for one in every:
            if one.matters:
                given, normal = one.given.value, one.normalised.value
                yield (
                    f"{system}: {one.form} in {counted(one.segments, 'segment')}: "
                    f"{one.given.metric} {given:.2f} as given, {normal:.2f} normalised; "
                    f"{_ADVICE[one.form]}"
                )


def _faults(texts: _Texts) -> dict[str, Faults]:
    """Return the faults of every system, and of the first reference for comparison."""
    inputs = texts.inputs
    across = {texts.source, texts.target} == {Language.ENGLISH, Language.VIETNAMESE}
    sources = inputs.sources if across else ()
    every = {**inputs.systems, _REFERENCE: inputs.references[0]}
    return {
        name: find_faults(output, inputs.references[0], sources, texts.target)
        for name, output in every.items()
    }


def _details(texts: _Texts, faults: Mapping[str, Faults]) -> Iterator[Section]:
    """Yield charts, the table of faults, and segments to read."""
    inputs, scorer, metric = texts.inputs, texts.scorer, _for_segments(texts.scorer.settings)
    lengths = by_length(inputs.references[0])
    yield chart("By length of the reference", scorer, metric, inputs.systems, lengths)
    side, language = inputs.references[0], texts.target
    if inputs.sources:
        side, language = inputs.sources, texts.source
    if language:
        groups = by_kind(side, language, texts.detector)
        yield chart("By kind of segment", scorer, metric, inputs.systems, groups)
    if table := fault_table(faults, len(inputs.references[0])):
        yield table
    values = {name: scorer.segments(output, metric) for name, output in inputs.systems.items()}
    sign = -1 if metric is Metric.TER else 1
    yield from _reading(ShownPicker(inputs, metric.label, values, faults, sign))


def _reading(reader: ShownPicker) -> Iterator[Section]:
    """Yield the segments worth reading, sort by sort, those sorts of which there are any."""
    baseline, *others = reader.inputs.systems
    sorts = [one for system in others for one in reader.changed(baseline, system)]
    for system in (baseline, *others):
        sorts += [reader.worst(system), reader.best(system), reader.faulty(system)]
    yield from (sort for sort in sorts if sort.examples)


def _for_segments(settings: ScoreSettings) -> Metric:
    return next((m for m in _FOR_SEGMENTS if m in settings.metrics), settings.metrics[0])


def _segments(texts: _Texts, faults: Mapping[str, Faults]) -> Table:
    scorer = texts.scorer
    return segment_table(
        texts.inputs,
        {
            system: {
                **{m.label: scorer.segments(output, m) for m in scorer.settings.metrics},
                "faults": ["; ".join(found) for found in faults[system]],
            }
            for system, output in texts.inputs.systems.items()
        },
    )
