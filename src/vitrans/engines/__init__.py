"""Engines run a translation model: pieces in, pieces out."""

from pathlib import Path

from vitrans.engines.base import END, Decoding, Engine, Hardware, Hypothesis, Pieces, Progress
from vitrans.errors import UsageError

ENGINES = ("ctranslate2", "transformers")

__all__ = [
    "END",
    "ENGINES",
    "Decoding",
    "Engine",
    "Hardware",
    "Hypothesis",
    "Pieces",
    "Progress",
    "load_engine",
]


def load_engine(name: str, directory: Path, hardware: Hardware | None = None) -> Engine:
    """Return the engine of that name over a model directory.

    Raises:
        ModelError: the model cannot be loaded, or not on such hardware.
        UsageError: there is no such engine, or it has no choice of hardware.
    """
    hardware = hardware or Hardware()
    if name == "ctranslate2":
        from vitrans.engines.ctranslate2 import CTranslate2Engine

        return CTranslate2Engine(directory, hardware)
    if name == "transformers":
        from vitrans.engines.transformers import TransformersEngine

        if hardware.device == "cuda" or hardware.compute_type != "default":
            raise UsageError(
                "the engine transformers is the reference, on the processor and as the model is; "
                "leave --device and --compute-type out"
            )
        return TransformersEngine(directory)
    raise UsageError(f"no engine is called {name!r}: use one of {', '.join(ENGINES)}")
