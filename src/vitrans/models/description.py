"""What a translation model is: its directions, prefixes and decoding defaults (vitrans.json)."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vitrans.errors import ModelError

FILE = "vitrans.json"
PLACEHOLDERS = tuple(f"⟦{digit}⟧" for digit in range(10))
"""Symbols that our model learns to copy; protected spans travel in them."""

PREFIXES = {"en": ">>eng<<", "vi": ">>vie<<"}
_CODES = {"en": "en", "eng": "en", "vi": "vi", "vie": "vi"}
_NAMED = re.compile(r"-(en|eng|vi|vie)-(en|eng|vi|vie)(?:-v\d.*)?$")
_LONGEST = 200
# What need not be said of a model that is driven as most are.
_USUAL: dict[str, object] = {"spelled": False, "starts": {}, "echoes": {}, "end": "</s>"}


@dataclass(frozen=True, slots=True)
class Description:
    """A translation model as its `vitrans.json` has it.

    Attributes:
        name: what it is called.
        prefixes: for each target language what is put before a source, empty where the model
            needs nothing: one piece, or text where `spelled`.
        decoding: defaults for the fields of `Decoding`.
        max_input: the greatest number of source pieces that one decoding takes, prefix and end
            not counted.
        placeholders: symbols that the model copies.
        version: what this version of it is called.
        spelled: whether prefixes are text, which is cut into pieces with the source.
        starts: for each target language the piece that its targets begin with, by which such
            models (M2M-100, NLLB) are told the language.
        echoes: for each target language the text that its targets may begin with and that is
            taken off.
        end: the piece after each source; empty where the engine adds it by itself.
    """

    name: str
    prefixes: Mapping[str, str]
    decoding: Mapping[str, float] = field(default_factory=dict)
    max_input: int = _LONGEST
    placeholders: tuple[str, ...] = ()
    version: str = ""
    spelled: bool = False
    starts: Mapping[str, str] = field(default_factory=dict)
    echoes: Mapping[str, str] = field(default_factory=dict)
    end: str = "</s>"

    @property
    def directions(self) -> list[str]:
        """The directions it translates in, such as `en-vi`."""
        return directions(self.prefixes)

    def write(self, directory: Path) -> None:
        """Write `vitrans.json` into a model directory."""
        facts = {k: v for k, v in asdict(self).items() if k not in _USUAL or v != _USUAL[k]}
        text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        (directory / FILE).write_text(text, encoding="utf-8")


def directions(targets: Iterable[str]) -> list[str]:
    """Return the directions of a model that translates into some languages."""
    return [f"{'vi' if to == 'en' else 'en'}-{to}" for to in sorted(targets)]


def describe(directory: Path, name: str = "") -> Description:
    """Return a model's description: `vitrans.json`, or what its other files tell.

    Args:
        directory: a model in the Hugging Face or the CTranslate2 form.
        name: what the model is called, such as `Helsinki-NLP/opus-mt-vi-en`; the directory's
            name if not given.

    Raises:
        ModelError: the files do not tell which languages the model translates into.
    """
    if (directory / FILE).exists():
        return _read(directory)
    vocabulary = _vocabulary(directory)
    return Description(
        name=name or directory.resolve().name,
        prefixes=_directions(directory, vocabulary, name),
        max_input=_longest(directory),
        placeholders=tuple(p for p in PLACEHOLDERS if p in vocabulary),
    )


def read_json(path: Path) -> Any:
    """Return what a model's JSON file holds; ModelError if it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(
            f"{str(path)!r} is missing or damaged ({error}); convert or download the model again"
        ) from error


def _read(directory: Path) -> Description:
    data = read_json(directory / FILE)
    try:
        return Description(**{**data, "placeholders": tuple(data.get("placeholders", ()))})
    except (TypeError, AttributeError) as error:
        raise ModelError(
            f"{str(directory / FILE)!r} does not describe a model ({error}); "
            "delete it to have the model described from its other files"
        ) from error


def _vocabulary(directory: Path) -> set[str]:
    for name in ("vocab.json", "shared_vocabulary.json"):
        if (directory / name).exists():
            return set(read_json(directory / name))
    if any(directory.glob("*.npz")):
        return set()  # its pieces stand in its SentencePiece model, and none asks for a language
    raise ModelError(
        f"{str(directory)!r} has neither vocab.json nor shared_vocabulary.json; "
        "is it a MarianMT model with one vocabulary for both languages?"
    )


def _directions(directory: Path, vocabulary: set[str], name: str) -> dict[str, str]:
    prefixes = {to: prefix for to, prefix in PREFIXES.items() if prefix in vocabulary}
    if prefixes:
        return prefixes
    config = directory / "tokenizer_config.json"
    target = read_json(config).get("target_lang") if config.exists() else None
    named = _NAMED.search(name) or _NAMED.search(directory.resolve().name)
    code = _CODES.get(str(target)) or (_CODES[named.group(2)] if named else None)
    if code is None:
        raise ModelError(
            f"{str(directory)!r} does not say that it translates into English or Vietnamese: its "
            "vocabulary has no >>eng<< or >>vie<<, and tokenizer_config.json no such target_lang"
        )
    return {code: ""}


def _longest(directory: Path) -> int:
    """Return the pieces that the model takes, less the prefix and `</s>`."""
    limits = [_LONGEST + 2]
    for file, key in (
        ("config.json", "max_position_embeddings"),
        ("tokenizer_config.json", "model_max_length"),
    ):
        if (directory / file).exists():
            limits.append(int(read_json(directory / file).get(key, _LONGEST + 2)))
    return min(limits) - 2
