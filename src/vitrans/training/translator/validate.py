"""Scores of a translator while it is trained."""

from typing import Any

import torch
from transformers import MarianMTModel

from vitrans.models.description import PREFIXES
from vitrans.training.translator import vocabulary

Valid = tuple[list[str], list[str]]
"""English sentences and their Vietnamese translations."""


def validate(model: MarianMTModel, processor: Any, valid: Valid) -> dict[str, float]:
    """Return BLEU and chrF of greedy translations in both directions (sacrebleu's defaults)."""
    from sacrebleu.metrics import BLEU, CHRF

    english, vietnamese = valid
    scores = {}
    for name, target, source, reference in (
        ("vi-en", "en", vietnamese, english),
        ("en-vi", "vi", english, vietnamese),
    ):
        output = greedy(model, processor, source, target)
        scores[f"bleu {name}"] = round(BLEU().corpus_score(output, [reference]).score, 2)
        scores[f"chrf {name}"] = round(CHRF().corpus_score(output, [reference]).score, 2)
    return scores


@torch.no_grad()
def greedy(model: MarianMTModel, processor: Any, texts: list[str], target: str) -> list[str]:
    """Return greedy translations, decoded in batches of similar length with a key–value cache."""
    model.eval()
    pad = model.config.pad_token_id
    prefix = processor.piece_to_id(PREFIXES[target])
    ids = [[prefix, *processor.encode(t)[:200], vocabulary.EOS] for t in texts]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    output = [""] * len(texts)
    size = 512 if model.device.type == "cuda" else 32
    for first in range(0, len(order), size):
        chosen = order[first : first + size]
        longest = max(len(ids[i]) for i in chosen)
        batch = torch.tensor([ids[i] + [pad] * (longest - len(ids[i])) for i in chosen])
        batch = batch.to(model.device)
        made = model.generate(
            input_ids=batch,
            attention_mask=(batch != pad).long(),
            num_beams=1,
            do_sample=False,
            max_new_tokens=2 * longest + 10,
            bad_words_ids=[[pad]],
        )
        for position, row in zip(chosen, made.tolist(), strict=True):
            pieces = [t for t in row[1:] if t not in (pad, vocabulary.EOS)]
            output[position] = processor.decode(pieces)
    return output
