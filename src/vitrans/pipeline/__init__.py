"""The order of the stages for each task; the only package that knows it.

A document is tagged with its kinds and languages, divided into sentences, restored, translated.
What is already in the target language, undetermined or a byline is not touched; a photo credit is
mapped by rule.
"""

from vitrans.pipeline.align import align_documents
from vitrans.pipeline.captions import caption_pairs
from vitrans.pipeline.prepare import divide, parse_lines, tag
from vitrans.pipeline.restore import (
    Counterparts,
    DetailedRestorer,
    EnglishEvidence,
    FindEnglish,
    Mended,
    PlacedRepair,
    Restored,
    find_counterparts,
    repair_document,
    restore_detailed,
    restore_document,
    restored_with,
)
from vitrans.pipeline.translate import (
    Translated,
    Unit,
    joined_blocks,
    translate_document,
    translate_in_turn,
)

__all__ = [
    "Counterparts",
    "DetailedRestorer",
    "EnglishEvidence",
    "FindEnglish",
    "Mended",
    "PlacedRepair",
    "Restored",
    "Translated",
    "Unit",
    "align_documents",
    "caption_pairs",
    "divide",
    "find_counterparts",
    "joined_blocks",
    "parse_lines",
    "repair_document",
    "restore_detailed",
    "restore_document",
    "restored_with",
    "tag",
    "translate_document",
    "translate_in_turn",
]
