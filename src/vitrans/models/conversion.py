"""From the Hugging Face form of a MarianMT model to the CTranslate2 form."""

import shutil
from pathlib import Path

from vitrans.errors import ModelError, UsageError
from vitrans.models.description import Description, describe, read_json
from vitrans.models.store import HUGGING_FACE, form, replacing

# As CTranslate2 calls them; plain int8 would keep the rest of a half-precision model in halves.
_TYPES = {"int8": "int8_float32", "float16": "float16", "float32": "float32"}
QUANTIZATIONS = tuple(_TYPES)
_TOKENIZER = ("source.spm", "target.spm")


def convert(
    source: Path,
    output: Path,
    quantization: str = "int8",
    *,
    name: str = "",
    part_bytes: int | None = None,
) -> Description:
    """Write the CTranslate2 form of a MarianMT model; an `output` that exists is replaced.

    Args:
        source: a directory in the Hugging Face layout: config.json, model.safetensors or
            pytorch_model.bin, source.spm, target.spm, vocab.json and tokenizer_config.json.
        output: gets model.bin, config.json, shared_vocabulary.json, both .spm files and
            vitrans.json; all of them or, if anything fails, none.
        quantization: one of `QUANTIZATIONS`.
        name: what vitrans.json calls the model; see `describe`.
        part_bytes: cut a larger model.bin into parts of at most this size.

    Raises:
        ModelError: the source is not a MarianMT model that can be converted.
    """
    if quantization not in QUANTIZATIONS:
        raise UsageError(
            f"no quantization is called {quantization!r}: use one of {', '.join(QUANTIZATIONS)}"
        )
    _check(source)
    description = describe(source, name)
    with replacing(output) as new:
        _convert(source, new, quantization)
        for file in _TOKENIZER:
            shutil.copyfile(source / file, new / file)
        description.write(new)
        if part_bytes:
            _split(new / "model.bin", part_bytes)
    return description


def _check(source: Path) -> None:
    if form(source) != HUGGING_FACE:
        raise ModelError(f"{str(source)!r} is in the CTranslate2 form already; use it as it is")
    for file in (*_TOKENIZER, "vocab.json", "tokenizer_config.json"):
        if not (source / file).exists():
            raise ModelError(
                f"{str(source)!r} has no {file}; export the model again in the Hugging Face layout"
            )
    vocabulary = read_json(source / "vocab.json")
    if vocabulary.get("<pad>") != max(vocabulary.values()):
        raise ModelError(
            f"<pad> is not the last id in {str(source / 'vocab.json')!r}; MarianMT models have it "
            "last, and CTranslate2 drops the last row of the embeddings"
        )


def _convert(source: Path, output: Path, quantization: str) -> None:
    from vitrans.models.marian import build

    spec = build(source)
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
