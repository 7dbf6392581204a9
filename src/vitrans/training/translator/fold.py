"""From BERT's vectors to Marian's: a normalised sum becomes a plain one."""

import unicodedata

import sentencepiece as spm
import torch
from torch import Tensor

from vitrans.models.description import PLACEHOLDERS
from vitrans.training.translator.encoder import Encoder
from vitrans.training.translator.vocabulary import CONTROLS

_USUAL = 25  # how soon positions get rarer: sentences have some 30 pieces
_SAMPLE = 3000


def word_vectors(encoder: Encoder, processor: spm.SentencePieceProcessor) -> Tensor:
    """Return the encoder's vector for each piece of ours, or one made up; shape (pieces, d).

    Directions look like the start of a text, placeholders like their digit, and characters that
    the encoder lacks like their compatible form (… like ...) or like an unknown word; noise keeps
    them apart.
    """
    number = {piece: i for i, piece in enumerate(encoder.pieces)}
    words = encoder.words
    generator = torch.Generator().manual_seed(0)
    spread = words[: len(number)].std(0)

    def place(piece: str) -> int:
        return number.get(piece, number["<unk>"])

    def noisy(vector: Tensor, share: float) -> Tensor:
        return vector + share * spread * torch.randn(len(vector), generator=generator)

    rows = []
    for i in range(processor.get_piece_size()):
        piece = processor.id_to_piece(i)
        compatible = unicodedata.normalize("NFKC", piece)
        if piece in CONTROLS:
            rows.append(noisy(words[place("<s>")], 0.2))
        elif piece in PLACEHOLDERS:
            rows.append(noisy((words[place("_")] + words[place(piece[1])]) / 2, 0.3))
        elif piece in number or compatible in number:
            rows.append(words[number.get(piece, place(compatible))])
        else:
            rows.append(noisy(words[place("<unk>")], 0.5))
    return torch.stack(rows)


@torch.no_grad()
def fold(encoder: Encoder, words: Tensor, chances: Tensor) -> tuple[Tensor, Tensor]:
    """Return word vectors and position vectors whose sum is nearest to BERT's normalised sum.

    BERT normalises word + position + type (Devlin et al. 2019), Marian only adds. The best
    additive fit is the mean over positions of the normalised sum, and what each position adds to
    it on average over words drawn by `chances`.
    """
    places = encoder.positions
    use = torch.exp(-torch.arange(min(80, len(places))) / _USUAL)
    use /= use.sum()
    vectors = torch.zeros_like(words)
    for weight, place in zip(use, places, strict=False):
        vectors += weight * encoder.normalised(words + place)
    generator = torch.Generator().manual_seed(0)
    some = torch.multinomial(chances, _SAMPLE, replacement=True, generator=generator)
    offsets = [
        (encoder.normalised(words[some] + place) - vectors[some]).mean(0) for place in places
    ]
    return vectors, torch.stack(offsets)
