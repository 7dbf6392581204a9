"""The model that training starts from: an encoder's layers, and a decoder fitted to them."""

import numpy as np
import sentencepiece as spm
import torch
from torch import Tensor
from transformers import MarianMTModel

from vitrans.errors import UsageError
from vitrans.models.description import PREFIXES
from vitrans.training.core.examples import TokenStore
from vitrans.training.translator.alignment import align
from vitrans.training.translator.encoder import Encoder
from vitrans.training.translator.fit import calibrate, fit_cross_attention
from vitrans.training.translator.fold import fold, word_vectors
from vitrans.training.translator.marian import build, shape, take
from vitrans.training.translator.settings import TranslatorSettings
from vitrans.training.translator.vocabulary import pad_id

_UNSEEN = 0.3  # what a piece that never occurs counts
_COUNTED = 100_000  # examples


def start(
    encoder: Encoder,
    processor: spm.SentencePieceProcessor,
    store: TokenStore,
    settings: TranslatorSettings,
) -> MarianMTModel:
    """Return the untrained model of a run.

    Raises:
        UsageError: more layers are asked for than the encoder has.
    """
    most = max(settings.encoder_layers, settings.decoder_layers)
    if not 0 < most <= len(encoder.layers):
        raise UsageError(
            f"the encoder has {len(encoder.layers)} layers: encoder_layers and decoder_layers "
            "cannot be more"
        )
    pad = pad_id(processor)
    model = build(shape(encoder, settings, pad), settings).eval()
    uses = torch.from_numpy(np.bincount(store.tokens, minlength=pad)[:pad]).float()
    take(model, encoder, *fold(encoder, word_vectors(encoder, processor), uses + 1))
    model.final_logits_bias[0, :pad] = _unigrams(store, pad)
    one, other = (processor.piece_to_id(prefix) for prefix in PREFIXES.values())
    layer = min(settings.align_layer, settings.encoder_layers)
    batches = align(model, store, {one: other, other: one}, layer, settings.fit_pairs)
    fit_cross_attention(model, batches)
    calibrate(model, batches)
    return model


def _unigrams(store: TokenStore, size: int) -> Tensor:
    """Return the log-frequency of each piece among the targets."""
    some = store.index[:: len(store) // _COUNTED + 1]
    targets = [store.tokens[a + source : a + source + target] for a, source, target in some]
    counts = np.bincount(np.concatenate(targets), minlength=size)[:size] + _UNSEEN
    return torch.from_numpy(np.log(counts / counts.sum())).float()
