"""M2M-100, NLLB and T5 as CTranslate2 models, their weights read by transformers.

The pieces are read from the files themselves: transformers 5 reads the SentencePiece models of such
tokenizers wrongly where a repository has no tokenizer.json.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vitrans.errors import DependencyError, ModelError
from vitrans.models.description import read_json
from vitrans.models.families import M2M100, T5, extra_pieces, find_file, pieces_of
from vitrans.models.weights import read_weights

_FAIRSEQ = ["<s>", "<pad>", "</s>", "<unk>"]


def build_m2m100(folder: Path) -> Any:
    """Return the specification of an M2M-100 or NLLB model; languages are pieces of it.

    Raises:
        DependencyError: torch is not installed.
        ModelError: the model cannot be read.
    """
    if (folder / "vocab.json").is_file():
        vocabulary = read_json(folder / "vocab.json")
        pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    else:
        pieces = _FAIRSEQ + pieces_of(find_file(folder, M2M100.source))[3:]
    pieces += [one for one in extra_pieces(folder) if one not in set(pieces)]
    spec, config = _spec(folder, "M2M100", "M2M100ForConditionalGeneration", pieces)
    spec.config.bos_token, spec.config.eos_token = "<s>", "</s>"
    spec.config.decoder_start_token = "</s>"
    return _named(spec, pieces, config.vocab_size, "madeupword")


def build_t5(folder: Path) -> Any:
    """Return the specification of a T5 model, such as envit5.

    Raises:
        DependencyError: torch is not installed.
        ModelError: the model cannot be read.
    """
    pieces = pieces_of(find_file(folder, T5.source))
    spec, config = _spec(folder, "T5", "T5ForConditionalGeneration", pieces)
    spec.config.bos_token = spec.config.decoder_start_token = "<pad>"
    spec.config.eos_token = "</s>"
    return _named(spec, pieces, config.vocab_size, "<extra_id_")


def _spec(folder: Path, loader: str, kind: str, pieces: Sequence[str]) -> tuple[Any, Any]:
    try:
        import torch
        import transformers
        from ctranslate2.converters import transformers as converters
    except ImportError as error:
        raise DependencyError(
            f"models of this kind need {error.name} to be converted: pip install 'vitrans[hub]'"
        ) from error
    try:
        with torch.no_grad():
            model = getattr(transformers, kind).from_pretrained(
                folder, dtype=torch.float32, local_files_only=True
            )
            if not getattr(model.config, "scale_decoder_outputs", True):
                _untie(model, folder)
            return getattr(converters, f"{loader}Loader")().get_model_spec(model), model.config
    except Exception as error:  # torch and safetensors have errors of their own
        raise ModelError(
            f"{str(folder)!r} cannot be converted ({error}); download the model again"
        ) from error


def _untie(model: Any, folder: Path) -> None:
    """Give a T5 1.1 the softmax of its own that its file has.

    transformers 5 may take the vectors of the words for it, and says in another field than the one
    that CTranslate2 reads that its outputs are not scaled.
    """
    import torch

    head = read_weights(folder)["lm_head.weight"]
    model.lm_head.weight = torch.nn.Parameter(torch.from_numpy(head))
    model.config.tie_word_embeddings = False


def _named(spec: Any, pieces: list[str], rows: int, filler: str) -> Any:
    """Tell the pieces of the vocabulary; rows that no piece has are given names."""
    if len(pieces) > rows:
        raise ModelError(
            f"the model has {rows} vectors for {len(pieces)} pieces; download it again"
        )
    names = pieces + [f"{filler}{i}" for i in range(rows - len(pieces))]
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.unk_token = "<unk>"
    spec.config.add_source_bos = spec.config.add_source_eos = False
    spec.validate()
    return spec
