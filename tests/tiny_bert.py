"""A tiny random BERT or XLM-R with a unigram vocabulary, as a Hugging Face folder."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def build(folder: Path, texts: Iterable[str], *, kind: str = "bert", layers: int = 3) -> Path:
    """Write a model with random weights whose pieces are the words and letters of `texts`."""
    pytest.importorskip("torch", reason="needs torch")
    import torch
    from transformers import BertConfig, BertModel, XLMRobertaConfig, XLMRobertaModel

    folder.mkdir(parents=True, exist_ok=True)
    size = _tokenizer(folder, texts)
    sizes = {
        "vocab_size": size + 3,  # as E5, which has more vectors than pieces
        "hidden_size": 32,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "initializer_range": 0.15,
        "pad_token_id": 1,
    }
    torch.manual_seed(3)
    if kind == "bert":
        model = BertModel(BertConfig(max_position_embeddings=96, **sizes), add_pooling_layer=False)
    else:
        config = XLMRobertaConfig(max_position_embeddings=98, **sizes)
        model = XLMRobertaModel(config, add_pooling_layer=False)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "LayerNorm" in name or name.endswith("bias"):
                weight.add_(0.1 * torch.randn(weight.shape))
        model.embeddings.position_embeddings.weight.mul_(0.2)  # as trained ones, less than words
    model.save_pretrained(folder)
    return folder


def _tokenizer(folder: Path, texts: Iterable[str]) -> int:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = dict.fromkeys(f"▁{word}" for text in texts for word in re.findall(r"[^\W\d]+", text))
    letters = sorted({letter for word in words for letter in word} | {*"0123456789.,"})
    scores = {**dict.fromkeys(SPECIAL, 0.0), **dict.fromkeys(letters, -9.0)}
    scores |= {word: -5.0 - 0.01 * rank for rank, word in enumerate(words)}
    scores |= {f"▁{digit}": -6.0 for digit in "0123456789"}
    tokenizer = Tokenizer(models.Unigram(list(scores.items()), unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.save(str(folder / "tokenizer.json"))
    kind = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(kind), encoding="utf-8")
    return int(tokenizer.get_vocab_size())
