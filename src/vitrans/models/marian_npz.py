"""Marian's own form of a model (`model.npz`, one SentencePiece model), as HPLT publishes it."""

import json
import tempfile
from pathlib import Path
from typing import Any

from vitrans.errors import ModelError


def build(folder: Path) -> Any:
    """Return the CTranslate2 specification of a Marian model with one vocabulary.

    CTranslate2 reads the weights; the pieces, which it would want as YAML, are those of the
    SentencePiece model, by id.

    Raises:
        ModelError: it cannot be read, or has options that CTranslate2 does not know.
    """
    from ctranslate2.converters import MarianConverter

    from vitrans.models.families import NPZ, find_file, pieces_of

    weights = find_file(folder, "*.npz")
    pieces = pieces_of(find_file(folder, NPZ.source))
    with tempfile.TemporaryDirectory() as place:
        names = Path(place) / "pieces.yml"
        lines = (f"{json.dumps(one, ensure_ascii=False)}: {i}\n" for i, one in enumerate(pieces))
        names.write_text("".join(lines), "utf-8")
        try:
            spec = MarianConverter(str(weights), [str(names), str(names)])._load()
            spec.config.add_source_eos = False  # it is put there with the prefix
            spec.validate()
        except MemoryError:
            raise
        except Exception as error:  # numpy, zipfile and yaml have errors of their own
            raise ModelError(
                f"{str(weights)!r} cannot be converted ({error}); download the model again"
            ) from error
    return spec
