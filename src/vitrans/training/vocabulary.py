"""One SentencePiece model for both languages, and the tokenizer files that Marian reads."""

import io
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import sentencepiece as spm

from vitrans.models.description import PLACEHOLDERS, PREFIXES

EOS, UNK = 0, 1
BACK_TRANSLATED = ">>bt<<"
"""Follows the direction in front of sources that a model wrote."""


def learn(sentences: Iterable[str], size: int, path: Path) -> spm.SentencePieceProcessor:
    """Learn a unigram model of `size` pieces and write it to `path`.

    Bytes stand in for unseen characters, so nothing is ever unknown; digits stay single, so
    numbers are copied figure by figure; text is not altered (NFC is done before).
    """
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        model_type="unigram",
        vocab_size=size,
        character_coverage=0.9999,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        control_symbols=[*PREFIXES.values(), BACK_TRANSLATED],
        user_defined_symbols=list(PLACEHOLDERS),
        eos_id=EOS,
        unk_id=UNK,
        bos_id=-1,
        pad_id=-1,
        input_sentence_size=400_000,
        shuffle_input_sentence=True,
        hard_vocab_limit=False,
        num_threads=4,
        minloglevel=2,
    )
    path.write_bytes(model.getvalue())
    return load(path)


def load(path: Path) -> spm.SentencePieceProcessor:
    """Return the SentencePiece model of a file."""
    return spm.SentencePieceProcessor(model_file=str(path))


def pad_id(processor: spm.SentencePieceProcessor) -> int:
    """Return the id of `<pad>`, which follows the last piece as Marian has it."""
    return int(processor.get_piece_size())


def write_tokenizer(spm_path: Path, folder: Path, longest: int) -> None:
    """Write source.spm, target.spm, vocab.json and tokenizer_config.json into `folder`.

    `longest` is the number of pieces that the model was trained on at most.
    """
    processor = load(spm_path)
    vocabulary = {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    vocabulary["<pad>"] = pad_id(processor)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(spm_path, folder / name)
    _write_json(folder / "vocab.json", vocabulary)
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "multi",
        "target_lang": "multi",
        "model_max_length": longest,
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
    }
    _write_json(folder / "tokenizer_config.json", settings)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
