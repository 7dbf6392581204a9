"""One SentencePiece model for both languages, cut from a pretrained one's pieces."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import sentencepiece as spm

from vitrans.errors import UsageError
from vitrans.models.description import PLACEHOLDERS, PREFIXES
from vitrans.training.core.corpora import Pair
from vitrans.training.translator.encoder import Encoder

EOS, UNK = 0, 1
BACK_TRANSLATED = ">>bt<<"
"""Follows the direction in front of sources that a model wrote."""

CONTROLS = (*PREFIXES.values(), BACK_TRANSLATED)
_MOST = 60_000  # ids have to fit 16 bits
_COUNTED = 120_000  # pairs of a source that are counted
_LEAST = 10  # times that a character must occur to be a piece
_BATCH = 20_000


def cut(
    encoder: Encoder,
    sources: Mapping[str, Sequence[Pair]],
    weights: Mapping[str, float],
    size: int,
    path: Path,
) -> spm.SentencePieceProcessor:
    """Write a SentencePiece model of the `size` pieces that two languages use most.

    Both languages weigh the same. Frequent characters and single digits are always in, so numbers
    are copied figure by figure; pieces keep their scores, so text is cut as it was in pretraining
    wherever its pieces were kept; bytes stand in for all else, so nothing is unknown; text is not
    altered (NFC is done before).

    Raises:
        UsageError: more pieces are asked for than training can number.
    """
    if size > _MOST:
        raise UsageError(f"a vocabulary of {size} pieces is too large: ask for {_MOST} or fewer")
    uses, characters = _count(encoder, sources, weights)
    path.write_bytes(_model(_chosen(encoder, uses, characters, size)))
    return load(path)


def _count(
    encoder: Encoder, sources: Mapping[str, Sequence[Pair]], weights: Mapping[str, float]
) -> tuple[Counter[int], Counter[str]]:
    """Return the share of each piece, summed over the languages, and how often characters occur."""
    rng = random.Random(0)
    shares: Counter[int] = Counter()
    characters: Counter[str] = Counter()
    languages: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for name, pairs in sources.items():
        sample = rng.sample(pairs, min(len(pairs), _COUNTED))
        weight = weights[name] * len(pairs) / max(1, len(sample))
        for uses, texts in zip(languages, zip(*sample, strict=True), strict=True):
            characters.update("".join(texts))
            for piece, count in _used(encoder, texts).items():
                uses[piece] += count * weight  # type: ignore[assignment]
    for uses in languages:
        total = sum(uses.values()) or 1
        shares.update({piece: count / total for piece, count in uses.items()})
    return shares, characters


def _used(encoder: Encoder, texts: Sequence[str]) -> Counter[int]:
    found: Counter[int] = Counter()
    for first in range(0, len(texts), _BATCH):
        part = list(texts[first : first + _BATCH])
        for encoding in encoder.tokenizer.encode_batch(part, add_special_tokens=False):
            found.update(encoding.ids)
    return found


def _chosen(
    encoder: Encoder, uses: Counter[int], characters: Counter[str], size: int
) -> list[tuple[str, float]]:
    """Return pieces with their scores, the best score first."""
    score = dict(zip(encoder.pieces, encoder.scores, strict=True))
    lowest = min(encoder.scores)
    frequent = [c for c, n in characters.items() if n >= _LEAST and c.isprintable()]
    needed = [c for c in frequent if not c.isspace()]
    needed += ["▁", *"0123456789", *(f"▁{digit}" for digit in "0123456789")]
    chosen = {piece: score.get(piece, lowest) for piece in needed}
    for number, _ in uses.most_common():
        piece = encoder.pieces[number]
        if len(chosen) >= size:
            break
        if not piece.startswith("<") and not any(map(str.isdigit, piece)):
            chosen.setdefault(piece, score[piece])
    return sorted(chosen.items(), key=lambda row: -row[1])


def _model(rows: Iterable[tuple[str, float]]) -> bytes:
    """Return a SentencePiece model: symbols, bytes, then pieces; identity normaliser."""
    from sentencepiece import sentencepiece_model_pb2 as pb

    kinds = pb.ModelProto.SentencePiece
    model = pb.ModelProto()
    symbols = [("</s>", kinds.CONTROL), ("<unk>", kinds.UNKNOWN)]
    symbols += [(piece, kinds.CONTROL) for piece in CONTROLS]
    symbols += [(piece, kinds.USER_DEFINED) for piece in PLACEHOLDERS]
    symbols += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    for piece, kind in symbols:
        model.pieces.add(piece=piece, score=0.0, type=kind)
    for piece, score in rows:
        model.pieces.add(piece=piece, score=score, type=kinds.NORMAL)
    trainer = model.trainer_spec
    trainer.model_type = pb.TrainerSpec.UNIGRAM
    trainer.vocab_size = len(model.pieces)
    trainer.byte_fallback = trainer.split_digits = True
    trainer.eos_id, trainer.unk_id, trainer.bos_id, trainer.pad_id = EOS, UNK, -1, -1
    trainer.control_symbols.extend(CONTROLS)
    trainer.user_defined_symbols.extend(PLACEHOLDERS)
    model.normalizer_spec.name = "identity"
    return bytes(model.SerializeToString())


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
