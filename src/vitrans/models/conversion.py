"""From the form in which a translation model is published to the CTranslate2 form."""

import shutil
from pathlib import Path

from vitrans.errors import ModelError, UsageError
from vitrans.models.description import Description, describe, read_json
from vitrans.models.families import (
    MARIAN,
    NPZ,
    Driving,
    Family,
    driving_of,
    family_of,
    find_file,
)
from vitrans.models.store import HUGGING_FACE, form, replacing

# As CTranslate2 calls them; plain int8 would keep the rest of a half-precision model in halves.
_TYPES = {"int8": "int8_float32", "float16": "float16", "float32": "float32"}
QUANTIZATIONS = tuple(_TYPES)


def convert(
    source: Path,
    output: Path,
    quantization: str = "int8",
    *,
    name: str = "",
    part_bytes: int | None = None,
    driving: Driving | None = None,
) -> Description:
    """Write the CTranslate2 form of a translation model; an `output` that exists is replaced.

    Args:
        source: a directory in the Hugging Face layout (of a MarianMT model: config.json,
            model.safetensors or pytorch_model.bin, whole or in parts, source.spm, target.spm,
            vocab.json and tokenizer_config.json), or with Marian's own .npz and .spm.
        output: gets model.bin, config.json, shared_vocabulary.json, both .spm files and
            vitrans.json; all of them or, if anything fails, none.
        quantization: one of `QUANTIZATIONS`.
        name: what vitrans.json calls the model; see `describe`.
        part_bytes: cut a larger model.bin into parts of at most this size.
        driving: how the model is asked for a language; what its files tell if None.

    Raises:
        DependencyError: it is no Marian model, and torch is not installed.
        ModelError: the source is no model that can be converted.
    """
    check_quantization(quantization)
    family = _checked(source)
    description = _described(source, family, name, driving)
    with replacing(output) as new:
        try:
            _convert(family, source, new, quantization)
        except MemoryError as error:
            raise ModelError(
                f"there is too little memory to convert {str(source)!r}; close other programs, or "
                "choose a smaller model (`vitrans models list` shows sizes)"
            ) from error
        shutil.copyfile(find_file(source, family.source), new / "source.spm")
        shutil.copyfile(find_file(source, family.target), new / "target.spm")
        description.write(new)
        if part_bytes:
            _split(new / "model.bin", part_bytes)
    return description


def check_quantization(name: str) -> None:
    """Refuse a quantization that there is not.

    Raises:
        UsageError: it is none of `QUANTIZATIONS`.
    """
    if name not in QUANTIZATIONS:
        raise UsageError(
            f"no quantization is called {name!r}: use one of {', '.join(QUANTIZATIONS)}"
        )


def _described(source: Path, family: Family, name: str, driving: Driving | None) -> Description:
    if driving is None and family in (MARIAN, NPZ):
        return describe(source, name)
    asked = driving or driving_of(source)
    return Description(
        name or source.resolve().name,
        asked.prefixes,
        spelled=asked.spelled,
        starts=asked.starts,
        echoes=asked.echoes,
    )


def _checked(source: Path) -> Family:
    """Return the kind of a model that can be converted."""
    if form(source) != HUGGING_FACE:
        raise ModelError(f"{str(source)!r} is in the CTranslate2 form already; use it as it is")
    family = family_of(source)
    for pattern in family.files:
        find_file(source, pattern)
    if family is MARIAN:
        _check_marian(source)
    return family


def _check_marian(source: Path) -> None:
    for file in ("vocab.json", "tokenizer_config.json"):
        find_file(source, file)
    vocabulary = read_json(source / "vocab.json")
    if vocabulary.get("<pad>") != max(vocabulary.values()):
        raise ModelError(
            f"<pad> is not the last id in {str(source / 'vocab.json')!r}; MarianMT models have it "
            "last, and CTranslate2 drops the last row of the embeddings"
        )


def _convert(family: Family, source: Path, output: Path, quantization: str) -> None:
    spec = family.build(source)
    spec.optimize(_TYPES[quantization])
    spec.save(str(output))


def _split(path: Path, part_bytes: int) -> None:
    if path.stat().st_size <= part_bytes:
        return
    with path.open("rb") as stream:
        number = 0
        while part := stream.read(part_bytes):
            path.with_name(f"{path.name}.{number:02}").write_bytes(part)
            number += 1
    path.unlink()
