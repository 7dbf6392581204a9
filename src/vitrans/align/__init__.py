"""What belongs together: caption pairs inside one article."""

from vitrans.align.captions import find_caption_pairs

__all__ = ["find_caption_pairs"]
