"""Diacritic restoration: unaccented Vietnamese in, accented Vietnamese out."""

from vitrans.restore.restorer import Restoration, Restorer, Word

__all__ = ["Restoration", "Restorer", "Word"]
