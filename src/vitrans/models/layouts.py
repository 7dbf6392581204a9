"""Which files make a model: one table, by which a folder is recognised and checked."""

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vitrans.errors import ModelError
from vitrans.models.description import FILE, describe, read_json

WEIGHTS = "model.bin"  # of a CTranslate2 model; may lie there in parts
# Weights that are to be converted, the better form first: a file, or parts that an index names.
_WHOLE_OR_PARTS = (
    ("model.safetensors", "model-*.safetensors"),
    ("pytorch_model.bin", "pytorch_model-*.bin"),
)


class Name(StrEnum):
    """The name of a model that comes with vitrans."""

    TRANSLATOR = "translator"
    RESTORER = "restorer"
    LANGUAGE = "language"
    WORDS = "words"
    READINGS = "readings"
    ALIGNMENT = "alignment"
    SYLLABLES = "syllables"
    NAMES = "names"


NAMES = tuple(Name)


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of a model.

    Attributes:
        files: what its folder must hold.
        make: how to come by one.
        mark: the file by which a folder is taken for such a model.
        run: a file that only the run in which it is trained has.
    """

    files: tuple[str, ...]
    make: str
    mark: str = ""
    run: str = ""


LAYOUTS = {
    Name.TRANSLATOR: Layout(
        (WEIGHTS, "source.spm", "target.spm", FILE),
        "give a MarianMT model, or what `vitrans models convert` makes of one",
        run="spm.model",
    ),
    Name.RESTORER: Layout(
        ("encoder/model.bin", "head.npz", "ngrams.npz", "lexicon.json"),
        "make one with `vitrans train export`",
        mark="head.npz",
        run="lexicon.json",
    ),
    Name.LANGUAGE: Layout(
        ("weights.json",), "make one with `vitrans train language`", mark="weights.json"
    ),
    Name.WORDS: Layout(("lexicon.tsv.xz",), "make one with `vitrans.training`'s word table"),
    Name.READINGS: Layout(
        ("readings.tsv.xz", "phrases.tsv"), "make one with `vitrans train readings`"
    ),
    Name.ALIGNMENT: Layout(
        ("features.json",), "make one with `vitrans.training`'s weights of alignment"
    ),
    Name.SYLLABLES: Layout(
        ("syllables.txt", "foreign.txt"), "make one with `vitrans.training`'s syllables"
    ),
    Name.NAMES: Layout(
        ("words-en.txt", "words-vi.txt", "proper-en.txt"),
        "give lists of ordinary words, one on a line",
    ),
}


def recognise(directory: Path) -> Name | None:
    """Return which model a folder is meant to hold, None where it has the mark of none."""
    marks = ((name, layout.mark) for name, layout in LAYOUTS.items() if layout.mark)
    return next((name for name, file in marks if (directory / file).is_file()), None)


def recognise_run(directory: Path) -> Name | None:
    """Return which model is trained in a folder, None where it is no run."""
    runs = ((name, layout.run) for name, layout in LAYOUTS.items() if layout.run)
    return next((name for name, file in runs if (directory / file).is_file()), None)


def lacking(directory: Path, name: str) -> list[str]:
    """Return the files that a folder lacks to be the model of this name."""
    return [file for file in LAYOUTS[Name(name)].files if not _is_there(directory, file)]


def is_converted(directory: Path) -> bool:
    """Say whether a folder has the weights of a CTranslate2 model, whole or in parts."""
    return any(directory.glob(f"{WEIGHTS}*"))


def is_unconverted(directory: Path) -> bool:
    """Say whether a folder has weights that are to be converted, and no converted ones."""
    names = (path.name for path in directory.iterdir())
    return not is_converted(directory) and bool(weight_files(names))


def weight_files(names: Iterable[str]) -> list[str]:
    """Return which of a folder's files are its unconverted weights, in one form.

    That is one file, or an index and then the parts that it names, or Marian's own; none if empty.
    """
    there = sorted(names)
    for whole, pattern in _WHOLE_OR_PARTS:
        index, parts = f"{whole}.index.json", fnmatch.filter(there, pattern)
        if whole in there:
            return [whole]
        if index in there and parts:
            return [index, *parts]
    return fnmatch.filter(there, "*.npz")


def check_contents(directory: Path, name: str) -> None:
    """Refuse a folder that cannot be the model of this name.

    Raises:
        ModelError: files are missing, or what describes the model is damaged.
    """
    if missing := lacking(directory, name):
        make = LAYOUTS[Name(name)].make
        raise ModelError(f"{str(directory)!r} is no {name}: no {', '.join(missing)}; {make}")
    for file in LAYOUTS[Name(name)].files:
        if file == FILE:
            describe(directory)
        elif file.endswith(".json"):
            read_json(directory / file)


def _is_there(directory: Path, file: str) -> bool:
    parts = directory.glob(f"{file}.[0-9][0-9]") if file == WEIGHTS else ()
    return (directory / file).is_file() or any(parts)
