"""Sentence boundaries: underthesea for Vietnamese, sentencex for all else, corrected."""

from vitrans.segment.sentences import split, split_sentences

__all__ = ["split", "split_sentences"]
