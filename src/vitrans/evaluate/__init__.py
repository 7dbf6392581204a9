"""Evaluations, from the files of a test set to a report; the order of scores, checks and tables."""

from vitrans.evaluate.alignment import evaluate_alignment
from vitrans.evaluate.common import Evaluation
from vitrans.evaluate.languages import evaluate_languages
from vitrans.evaluate.restoration import evaluate_restoration
from vitrans.evaluate.translation import evaluate_translation

__all__ = [
    "Evaluation",
    "evaluate_alignment",
    "evaluate_languages",
    "evaluate_restoration",
    "evaluate_translation",
]
