"""A tiny random bidirectional MarianMT model in the Hugging Face layout, made in a second."""

import io
import json
import shutil
import string
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sentencepiece

LETTERS = (
    string.ascii_letters + "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĐ"
)
PREFIXES = (">>vie<<", ">>eng<<")
PLACEHOLDERS = tuple(f"⟦{digit}⟧" for digit in range(10))
SENTENCES = (
    "The film was released to the public in September 2017.",
    "Bộ phim được công chiếu vào tháng 9 năm 2017.",
    "Two children drowned while bathing in the river.",
    "Hai em nhỏ đuối nước khi tắm sông.",
    "The minister said that prices rose by 3.21 per cent last year.",
    "Bộ trưởng cho biết giá cả tăng 3,21% trong năm ngoái.",
    "They meet again after five years of separation, and nothing is the same.",
    "Họ gặp lại nhau sau năm năm xa cách, và không có gì như xưa.",
)


def sentencepiece_model(
    prefixes: tuple[str, ...] = PREFIXES,
    placeholders: tuple[str, ...] = PLACEHOLDERS,
    text: Sequence[str] = SENTENCES * 4,
    pieces: int = 400,
) -> bytes:
    """Return a small SentencePiece model that knows the letters of both languages."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text),
        model_writer=model,
        vocab_size=pieces,
        hard_vocab_limit=False,
        required_chars=LETTERS + string.digits + string.punctuation + "“”‘’…–—",
        normalization_rule_name="identity",
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        control_symbols=list(prefixes),
        user_defined_symbols=list(placeholders),
        minloglevel=2,
    )
    return model.getvalue()


def build(
    directory: Path,
    *,
    prefixes: tuple[str, ...] = PREFIXES,
    placeholders: tuple[str, ...] = PLACEHOLDERS,
    target_lang: str = "multi",
    start: float = 0.0,
    half: bool = False,
    spm: bytes | None = None,
    **sizes: Any,
) -> Path:
    """Write a model with random weights; `start` fills the vector that decoding starts from.

    `spm` is another SentencePiece model than the small one, `sizes` are fields of its config.json.
    """
    directory.mkdir(parents=True, exist_ok=True)
    model = spm or sentencepiece_model(prefixes, placeholders)
    (directory / "source.spm").write_bytes(model)
    (directory / "target.spm").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    vocabulary = {piece: i for i, piece in enumerate([*pieces, "<pad>"])}
    (directory / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "target_lang": target_lang}
    (directory / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    _save_weights(directory, vocabulary, start, half, sizes)
    return directory


def in_parts(model: Path, folder: Path, count: int = 3) -> Path:
    """Write a copy of a model with its weights in several pickles and their index."""
    import torch
    from safetensors.torch import load_file

    shutil.copytree(model, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    weights = load_file(model / "model.safetensors")
    names = sorted(weights)
    told: dict[str, str] = {}
    for number in range(count):
        file = f"pytorch_model-{number + 1:05}-of-{count:05}.bin"
        part = {name: weights[name] for name in names[number::count]}
        torch.save(part, folder / file)
        told |= dict.fromkeys(part, file)
    index = {"metadata": {"total_size": 0}, "weight_map": told}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    return folder


def _save_weights(
    directory: Path, vocabulary: dict[str, int], start: float, half: bool, sizes: dict[str, Any]
) -> None:
    """Write random weights; a test that asks for them is skipped without torch."""
    pytest.importorskip("torch", reason="needs torch")
    import torch
    from transformers import MarianConfig, MarianMTModel

    pad, end = vocabulary["<pad>"], vocabulary["</s>"]
    small: dict[str, Any] = {
        "d_model": 32,
        "encoder_layers": 2,
        "decoder_layers": 1,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64,
        "max_position_embeddings": 512,
        "init_std": 0.25,
    }
    config = MarianConfig(
        vocab_size=len(vocabulary),
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=pad,
        eos_token_id=end,
        forced_eos_token_id=end,
        decoder_start_token_id=pad,
        **{**small, **sizes},
    )
    torch.manual_seed(7)
    model = MarianMTModel(config).eval()
    with torch.no_grad():
        model.model.shared.weight[pad] = start
        for layer in model.model.decoder.layers:
            layer.encoder_attn.out_proj.weight *= 8  # the source has a say in every piece
        model.final_logits_bias[0, end] = 3.0  # targets end sooner or later
    model.generation_config.update(num_beams=6, max_length=512, bad_words_ids=[[pad]])
    (model.half() if half else model).save_pretrained(directory)
