"""What a system is evaluated at."""

from enum import StrEnum


class EvaluationTask(StrEnum):
    """A task; the values are also the names of the files with results of benchmarks."""

    TRANSLATION = "translation"
    RESTORATION = "restoration"
    ALIGNMENT = "alignment"
    LANGUAGE = "language"
    CAPTIONS = "captions"
