"""Diacritic restoration: unaccented Vietnamese in, accented Vietnamese out."""

from vitrans.restore.restorer import Restoration, RestoredWord, Restorer, confidence
from vitrans.restore.user_lexicon import UserLexicon

__all__ = ["Restoration", "RestoredWord", "Restorer", "UserLexicon", "confidence"]
