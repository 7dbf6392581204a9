"""What text is, for every stage: Unicode form, words, syllables, what is no running text."""

from vitrans.text.markup import TAG
from vitrans.text.protected import Protected, find_protected, without_protected
from vitrans.text.quotations import Quotation, find_quotations, without_quotations
from vitrans.text.syllables import is_syllable, older_tone_placement
from vitrans.text.unicode import (
    WORD,
    has_accents,
    has_letters,
    lines,
    nfc,
    same_letters,
    strip_accents,
    words,
)

__all__ = [
    "TAG",
    "WORD",
    "Protected",
    "Quotation",
    "find_protected",
    "find_quotations",
    "has_accents",
    "has_letters",
    "is_syllable",
    "lines",
    "nfc",
    "older_tone_placement",
    "same_letters",
    "strip_accents",
    "without_protected",
    "without_quotations",
    "words",
]
