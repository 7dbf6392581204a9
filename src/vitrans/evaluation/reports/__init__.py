"""Evaluations, from the files of a test set to a report; the order of scores, checks and tables."""

from vitrans.evaluation.reports.alignment import evaluate_alignment
from vitrans.evaluation.reports.comet import with_comet
from vitrans.evaluation.reports.common import Evaluation
from vitrans.evaluation.reports.languages import evaluate_languages
from vitrans.evaluation.reports.restoration import evaluate_restoration
from vitrans.evaluation.reports.translation import evaluate_translation

__all__ = [
    "Evaluation",
    "evaluate_alignment",
    "evaluate_languages",
    "evaluate_restoration",
    "evaluate_translation",
    "with_comet",
]
