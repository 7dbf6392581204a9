"""Scores: of translations as sacrebleu computes them, of restoration, alignment and languages."""

from vitrans.evaluation.inputs import Inputs, read_inputs, read_part
from vitrans.evaluation.metrics.sacrebleu import (
    METRICS,
    Metric,
    Scorer,
    Settings,
    SignificanceTest,
    BleuTokenizer,
    read_lines,
    score,
)

__all__ = [
    "METRICS",
    "Inputs",
    "Metric",
    "Scorer",
    "Settings",
    "SignificanceTest",
    "BleuTokenizer",
    "read_inputs",
    "read_lines",
    "read_part",
    "score",
]
