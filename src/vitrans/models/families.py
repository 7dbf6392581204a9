"""Kinds of translation models that can be converted: how a folder is told, read and driven.

MarianMT models in the Hugging Face layout and in Marian's own form need nothing more; M2M-100 (NLLB
too) and T5 are read by transformers, with the extra `hub`.
"""

import fnmatch
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from vitrans.errors import DependencyError, ModelError
from vitrans.models.description import read_json


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of model.

    Attributes:
        name: what `architecture` of models.toml calls it.
        files: patterns of what a folder needs besides weights and small JSON files.
        source: the file of its SentencePiece model for sources, a pattern.
        target: the same for targets.
        build: makes a CTranslate2 specification of a folder.
    """

    name: str
    files: tuple[str, ...]
    source: str
    target: str
    build: Callable[[Path], Any]


@dataclass(frozen=True, slots=True)
class Driving:
    """How a model is asked for a language; see `Description`."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    echoes: Mapping[str, str] = field(default_factory=dict)
    spelled: bool = False


def _marian(folder: Path) -> Any:
    from vitrans.models.marian import build

    return build(folder)


def _npz(folder: Path) -> Any:
    from vitrans.models.marian_npz import build

    return build(folder)


def _m2m100(folder: Path) -> Any:
    from vitrans.models.with_torch import build_m2m100

    return build_m2m100(folder)


def _t5(folder: Path) -> Any:
    from vitrans.models.with_torch import build_t5

    return build_t5(folder)


MARIAN = Family("marian", ("source.spm", "target.spm"), "source.spm", "target.spm", _marian)
NPZ = Family("marian-npz", ("*.spm",), "*.spm", "*.spm", _npz)
_BPE = "sentencepiece.bpe.model"
M2M100 = Family("m2m100", (_BPE,), _BPE, _BPE, _m2m100)
_PIECES = "*spiece*.model"
T5 = Family("t5", (_PIECES,), _PIECES, _PIECES, _t5)
FAMILIES = {each.name: each for each in (MARIAN, NPZ, M2M100, T5)}
PLAIN = frozenset({MARIAN.name, NPZ.name})
"""Those that a plain install converts."""
_BY_TYPE = {"marian": MARIAN, "m2m_100": M2M100, "t5": T5}
# Pieces by which M2M-100 and NLLB know the languages.
_CODES = ({"en": "__en__", "vi": "__vi__"}, {"en": "eng_Latn", "vi": "vie_Latn"})


def family_of(folder: Path) -> Family:
    """Return the kind of an unconverted model.

    Raises:
        ModelError: it is of another kind.
    """
    if not (folder / "config.json").is_file() and any(folder.glob("*.npz")):
        return NPZ
    kind = read_json(folder / "config.json").get("model_type")
    if kind not in _BY_TYPE:
        raise ModelError(
            f"{str(folder)!r} holds a model of type {kind!r}; vitrans runs MarianMT models, "
            "M2M-100, NLLB and T5"
        )
    return _BY_TYPE[kind]


def check_convertible(names: Sequence[str]) -> None:
    """Refuse files of a model that transformers is needed for, where it is not installed.

    Raises:
        DependencyError: it is so.
    """
    needing = [one for one in (M2M100, T5) if fnmatch.filter(names, one.source)]
    lacking = [name for name in ("torch", "transformers") if find_spec(name) is None]
    if needing and lacking:
        raise DependencyError(
            f"models of this kind need {lacking[0]} to be converted: pip install 'vitrans[hub]'"
        )


def find_file(folder: Path, pattern: str) -> Path:
    """Return the one file of a pattern in a folder.

    Raises:
        ModelError: there is none, or several.
    """
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        what = "no" if not found else "more than one"
        raise ModelError(
            f"{str(folder)!r} has {what} {pattern}; export or download the model again"
        )
    return found[0]


def pieces_of(path: Path) -> list[str]:
    """Return the pieces of a SentencePiece model, by id."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def driving_of(folder: Path) -> Driving:
    """Return how an M2M-100, NLLB or T5 model is driven, as far as its files tell.

    Raises:
        ModelError: they do not.
    """
    known = set(extra_pieces(folder))
    for codes in _CODES:
        if known.issuperset(codes.values()):
            other = {"en": codes["vi"], "vi": codes["en"]}
            return Driving(prefixes=other, starts=codes)
    raise ModelError(
        f"{str(folder)!r} does not say how it is asked for a language; write it into models.toml "
        "(prefixes, starts, echoes, spelled) and pull it by that name"
    )


def extra_pieces(folder: Path) -> list[str]:
    """Return the special pieces of a tokenizer that its SentencePiece model lacks, in order."""
    path = folder / "special_tokens_map.json"
    if not path.is_file():
        return []
    given = json.loads(path.read_text("utf-8")).get("additional_special_tokens", [])
    return [one if isinstance(one, str) else str(one["content"]) for one in given]
