"""Segments in groups: by the length of their references, or by any property."""

from collections.abc import Mapping, Sequence

from vitrans.evaluation.metrics.sacrebleu import Metric, Scorer
from vitrans.report.model import Chart, Series

Groups = dict[str, list[int]]
"""Indices of segments under the name of each group."""

_LENGTHS = ((1, 9), (10, 19), (20, 29), (30, 39))


def by_length(references: Sequence[str]) -> Groups:
    """Return the segments by how many words, between spaces, their reference has."""
    names = [f"{low}–{high} words" for low, high in _LENGTHS]
    last = f"{_LENGTHS[-1][1] + 1} and more"
    groups: Groups = {name: [] for name in (*names, last)}
    for index, reference in enumerate(references):
        length = len(reference.split())
        fit = (n for n, (_, high) in zip(names, _LENGTHS, strict=True) if length <= high)
        groups[next(fit, last)].append(index)
    return {name: which for name, which in groups.items() if which}


def chart(
    title: str, scorer: Scorer, metric: Metric, systems: Mapping[str, Sequence[str]], groups: Groups
) -> Chart:
    """Return the score of every system in every group, as of a corpus of that group alone."""
    return Chart(
        title,
        metric.label,
        tuple(f"{name} ({len(which)})" for name, which in groups.items()),
        tuple(
            Series(name, tuple(scorer.subset(texts, metric, w) for w in groups.values()))
            for name, texts in systems.items()
        ),
        "In brackets: how many segments.",
    )
