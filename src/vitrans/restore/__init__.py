"""Diacritic restoration: unaccented Vietnamese in, accented Vietnamese out."""

from vitrans.restore.restorer import Restoration, Restorer, Word, confidence
from vitrans.restore.user_lexicon import UserLexicon

__all__ = ["Restoration", "Restorer", "UserLexicon", "Word", "confidence"]
