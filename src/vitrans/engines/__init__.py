"""Engines run a translation model: pieces in, pieces out."""

from pathlib import Path

from vitrans.engines.base import END, Decoding, Engine, Hypothesis, Pieces, Progress
from vitrans.errors import UsageError

ENGINES = ("ctranslate2", "transformers")

__all__ = [
    "END",
    "ENGINES",
    "Decoding",
    "Engine",
    "Hypothesis",
    "Pieces",
    "Progress",
    "load_engine",
]


def load_engine(name: str, directory: Path, threads: int | None = None) -> Engine:
    """Return the engine of that name over a model directory; `threads` are for ctranslate2."""
    if name == "ctranslate2":
        from vitrans.engines.ctranslate2 import CTranslate2Engine

        return CTranslate2Engine(directory, threads)
    if name == "transformers":
        from vitrans.engines.transformers import TransformersEngine

        return TransformersEngine(directory)
    raise UsageError(f"no engine is called {name!r}: use one of {', '.join(ENGINES)}")
