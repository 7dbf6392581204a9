"""What belongs together: sentences of two texts, caption pairs inside one article."""

from vitrans.align.captions import find_caption_pairs, find_placed_pairs
from vitrans.align.sentences import align_sentences
from vitrans.align.sides import Sentence

__all__ = ["Sentence", "align_sentences", "find_caption_pairs", "find_placed_pairs"]
