"""Small models of every architecture that vitrans runs, which know some sentences by heart.

They are made as the tests make theirs, but larger, and learn until they say each sentence as it was
shown to them: only then do two engines have one right answer, and targets end of themselves. The
bundled model is one of them, its int8 weights taken times their scales.
"""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.models import convert, locate
from vitrans.models.families import Driving

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

Pairs = Sequence[tuple[str, str]]

PIECES = 1500  # of their vocabularies
STEPS, RATE, ENOUGH = 140, 2e-3, 0.05  # of learning by heart; a loss at which it is over
_WIDTH, _HEADS, _LAYERS = 128, 4, 2
_SIZES: dict[str, Any] = {
    "d_model": _WIDTH,
    "encoder_layers": _LAYERS,
    "decoder_layers": _LAYERS,
    "encoder_attention_heads": _HEADS,
    "decoder_attention_heads": _HEADS,
    "encoder_ffn_dim": 4 * _WIDTH,
    "decoder_ffn_dim": 4 * _WIDTH,
    "init_std": 0.02,
    "dropout": 0.0,
    "activation_dropout": 0.0,
    "attention_dropout": 0.0,
}
_T5_SIZES: dict[str, Any] = {
    "d_model": _WIDTH,
    "d_kv": _WIDTH // _HEADS,
    "d_ff": 4 * _WIDTH,
    "num_heads": _HEADS,
    "num_layers": _LAYERS,
    "num_decoder_layers": _LAYERS,
    "initializer_factor": 1.0,
    "dropout_rate": 0.0,
}


@dataclass(frozen=True, slots=True)
class SmallModel:
    """A model on disk, in the forms that are compared.

    Attributes:
        name: what it stands for.
        reference: the folder that transformers runs.
        converted: by how weights are kept, the folder that CTranslate2 runs.
    """

    name: str
    reference: Path
    converted: dict[str, Path]


def small_models(folder: Path, pairs: Pairs) -> list[SmallModel]:
    """Return the models of a folder, which are made where they are not there.

    Args:
        folder: where they lie.
        pairs: English and Vietnamese; what they learn, into Vietnamese.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_made(folder, name, pairs) for name in _MAKERS]


def _made(folder: Path, name: str, pairs: Pairs) -> SmallModel:
    place, maker = folder / name.replace("/", "-"), _MAKERS[name]
    reference, source = place / "reference", place / "source"
    if not (place / "done").exists():
        driving = maker(reference, source, pairs)
        for kind in ("int8", "float32"):
            convert(source if source.exists() else reference, place / kind, kind, driving=driving)
        (place / "done").touch()
    return SmallModel(name, reference, {kind: place / kind for kind in ("int8", "float32")})


def _marian(folder: Path, source: Path, pairs: Pairs) -> Driving:
    import tiny_marian

    spm = tiny_marian.sentencepiece_model(
        placeholders=(), text=[side for pair in pairs for side in pair], pieces=PIECES
    )
    tiny_marian.build(folder, placeholders=(), spm=spm, **_SIZES)
    vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
    _learn(folder, vocabulary, folder / "source.spm", pairs, (">>vie<<", "", ""))
    return Driving({"vi": ">>vie<<"})


def _npz(folder: Path, source: Path, pairs: Pairs) -> Driving:
    """Write the MarianMT model, which is made before, in Marian's own form too."""
    import tiny_families

    made = folder.parent.parent / "MarianMT" / "reference"
    shutil.copytree(made, folder, dirs_exist_ok=True)
    tiny_families.marian_npz(source, folder)
    return Driving({"vi": ">>vie<<"})


def _m2m100(kind: str) -> Callable[[Path, Path, Pairs], Driving]:
    def make(folder: Path, source: Path, pairs: Pairs) -> Driving:
        import tiny_families

        english, vietnamese = tiny_families.LANGUAGES[kind]
        text = [side for pair in pairs for side in pair]
        pieces = tiny_families.m2m100(folder, kind, text, PIECES, **_SIZES)
        ids = {piece: i for i, piece in enumerate(pieces)}
        spm = folder / "sentencepiece.bpe.model"
        _learn(folder, ids, spm, pairs, (english, "", vietnamese))
        return Driving({"vi": english}, {"vi": vietnamese})

    return make


def _t5(folder: Path, source: Path, pairs: Pairs) -> Driving:
    import tiny_families

    text = [side for pair in pairs for side in pair]
    pieces = tiny_families.t5(folder, text, PIECES, **_T5_SIZES)
    ids = {piece: i for i, piece in enumerate(pieces)}
    _learn(folder, ids, folder / "spiece.model", pairs, ("", "en: ", ""))
    return Driving({"vi": "en: "}, spelled=True)


def _bundled(folder: Path, source: Path, pairs: Pairs) -> None:
    from vitrans.training.translator.fine_tune import started_from, write_unconverted

    model = locate()
    write_unconverted(model, started_from(model), folder)


_MAKERS: dict[str, Callable[[Path, Path, Pairs], Driving | None]] = {
    "bundled": _bundled,
    "MarianMT": _marian,
    "Marian .npz": _npz,
    "M2M-100": _m2m100("m2m100"),
    "NLLB": _m2m100("nllb"),
    "T5": _t5,
}


def _learn(
    folder: Path, ids: dict[str, int], spm: Path, pairs: Pairs, asked: tuple[str, str, str]
) -> None:
    """Teach the model of a folder sentences by heart, from weights that are drawn anew.

    `asked` are the piece and the text before each source, and the piece before each target.
    """
    import sentencepiece
    import torch
    import transformers

    first, words, start = asked
    processor = sentencepiece.SentencePieceProcessor(model_proto=spm.read_bytes())

    def numbers(text: str, before: str) -> list[int]:
        pieces = [*([before] if before else []), *processor.encode(text, out_type=str), "</s>"]
        return [ids.get(piece, ids["<unk>"]) for piece in pieces]

    examples = [(numbers(words + en, first), numbers(vi, start)) for en, vi in pairs]
    config = transformers.AutoConfig.from_pretrained(folder)
    torch.manual_seed(1)
    model = transformers.AutoModelForSeq2SeqLM.from_config(config)
    learner = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.0)
    source, target = (_padded(side, config.pad_token_id) for side in zip(*examples, strict=True))
    for step in range(STEPS):
        for group in learner.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 40)
        loss = model(
            input_ids=source,
            attention_mask=(source != config.pad_token_id).long(),
            labels=target.masked_fill(target == config.pad_token_id, -100),
        ).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        learner.step()
        learner.zero_grad()
        if config.model_type == "marian":  # its decoder starts from zero
            with torch.no_grad():
                model.get_input_embeddings().weight[config.pad_token_id] = 0
        if loss.item() < ENOUGH:
            break
    print(f"{folder}: a loss of {loss.item():.3f} after {step + 1} steps")
    model.save_pretrained(folder)


def _padded(rows: Sequence[list[int]], pad: int) -> Any:
    import torch

    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])
