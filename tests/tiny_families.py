"""Tiny random translation models of other kinds than MarianMT, in their published forms."""

import io
import json
import string
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sentencepiece

import tiny_marian

LANGUAGES = {"m2m100": ["__en__", "__vi__"], "nllb": ["eng_Latn", "vie_Latn"]}
SIZES = {
    "d_model": 32,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
}


def pieces_model(path: Path, text: Sequence[str], size: int, **ids: Any) -> list[str]:
    """Write a SentencePiece model that knows both languages; return its pieces by id."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text),
        model_writer=model,
        vocab_size=size,
        hard_vocab_limit=False,
        required_chars=tiny_marian.LETTERS + string.digits + string.punctuation,
        minloglevel=2,
        **ids,
    )
    path.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def m2m100(
    folder: Path,
    kind: str = "m2m100",
    text: Sequence[str] = tiny_marian.SENTENCES * 4,
    size: int = 350,
    **sizes: Any,
) -> list[str]:
    """Write an M2M-100 model, or one of NLLB's kind; return its pieces by id."""
    folder.mkdir(parents=True)
    ids = {"unk_id": 0, "bos_id": 1, "eos_id": 2}
    known = pieces_model(folder / "sentencepiece.bpe.model", text, size, **ids)[3:]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *known]
    if kind == "m2m100":
        vocabulary = {piece: i for i, piece in enumerate(pieces)}
        (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    special = {"additional_special_tokens": LANGUAGES[kind]}
    (folder / "special_tokens_map.json").write_text(json.dumps(special), "utf-8")
    pieces += LANGUAGES[kind]
    settings = {**SIZES, "encoder_layers": 2, "decoder_layers": 1, "init_std": 0.2, **sizes}
    _save(folder, "M2M100", vocab_size=len(pieces) + 8, **settings)
    return pieces


def t5(
    folder: Path,
    text: Sequence[str] = tiny_marian.SENTENCES * 4,
    size: int = 350,
    **sizes: Any,
) -> list[str]:
    """Write a T5 model; return its pieces by id."""
    folder.mkdir(parents=True)
    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    pieces = pieces_model(folder / "spiece.model", text, size, **ids)
    small = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4}
    settings = {**small, "num_decoder_layers": 1, "initializer_factor": 3.0, **sizes}
    _save(folder, "T5", vocab_size=len(pieces) + 5, decoder_start_token_id=0, **settings)
    return pieces


def _save(folder: Path, name: str, **settings: Any) -> None:
    torch = pytest.importorskip("torch", reason="needs torch")
    import transformers

    torch.manual_seed(3)
    config = getattr(transformers, f"{name}Config")(**settings)
    model = getattr(transformers, f"{name}ForConditionalGeneration")(config).eval()
    with torch.no_grad():
        for label, weight in model.named_parameters():
            if "encoder_attn.out_proj.weight" in label or "EncDecAttention.o.weight" in label:
                weight *= 8  # the source has a say in every piece
    model.save_pretrained(folder)


def marian_npz(folder: Path, hugging_face: Path) -> None:
    """Write a MarianMT model of the Hugging Face layout in Marian's own form."""
    from vitrans.models.weights import read_weights

    folder.mkdir(parents=True)
    weights = read_weights(hugging_face)
    config = json.loads((hugging_face / "config.json").read_text("utf-8"))
    made: dict[str, Any] = {
        "Wemb": weights["model.shared.weight"][:-1],
        "decoder_ff_logit_out_b": weights["final_logits_bias"][:, :-1],
        "special:model.yml": _settings(config),
    }
    for side in ("encoder", "decoder"):
        for number in range(config[f"{side}_layers"]):
            theirs = f"model.{side}.layers.{number}"
            made |= _layer(weights, theirs, f"{side}_l{number + 1}", side == "decoder")
    np.savez(folder / "model.npz.best-chrf.npz", **made)
    (folder / "model.en-vi.spm").write_bytes((hugging_face / "source.spm").read_bytes())


def _layer(weights: Any, theirs: str, ours: str, decodes: bool) -> dict[str, Any]:
    made = {}
    attentions = {"self": "self_attn", **({"context": "encoder_attn"} if decodes else {})}
    for short, name in attentions.items():
        for letter, part in zip("qkvo", ("q_proj", "k_proj", "v_proj", "out_proj"), strict=True):
            made[f"{ours}_{short}_W{letter}"] = weights[f"{theirs}.{name}.{part}.weight"].T
            made[f"{ours}_{short}_b{letter}"] = weights[f"{theirs}.{name}.{part}.bias"][None]
        made |= _norm(weights, f"{theirs}.{name}_layer_norm", f"{ours}_{short}_Wo")
    for number in (1, 2):
        made[f"{ours}_ffn_W{number}"] = weights[f"{theirs}.fc{number}.weight"].T
        made[f"{ours}_ffn_b{number}"] = weights[f"{theirs}.fc{number}.bias"][None]
    return made | _norm(weights, f"{theirs}.final_layer_norm", f"{ours}_ffn_ffn")


def _norm(weights: Any, theirs: str, ours: str) -> dict[str, Any]:
    return {
        f"{ours}_ln_scale": weights[f"{theirs}.weight"][None],
        f"{ours}_ln_bias": weights[f"{theirs}.bias"][None],
    }


def _settings(config: dict[str, Any]) -> "np.ndarray[Any, Any]":
    lines = {
        "type": "transformer",
        "enc-depth": config["encoder_layers"],
        "dec-depth": config["decoder_layers"],
        "transformer-heads": config["encoder_attention_heads"],
        "transformer-ffn-activation": config["activation_function"],
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": "false",
        "transformer-preprocess": '""',
        "transformer-postprocess": "dan",
        "transformer-postprocess-top": '""',
        "transformer-postprocess-emb": "d",
        "transformer-guided-alignment-layer": "last",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items()) + "\0"
    return np.frombuffer(text.encode(), dtype=np.int8)
