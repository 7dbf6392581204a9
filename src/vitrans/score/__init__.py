"""Scores: of translations as sacrebleu computes them, of restoration, alignment and languages."""

from vitrans.score.inputs import Inputs, read_inputs, read_part
from vitrans.score.metrics import (
    METRICS,
    Metric,
    Scorer,
    Settings,
    Test,
    Tokenizer,
    read_lines,
    score,
)

__all__ = [
    "METRICS",
    "Inputs",
    "Metric",
    "Scorer",
    "Settings",
    "Test",
    "Tokenizer",
    "read_inputs",
    "read_lines",
    "read_part",
    "score",
]
