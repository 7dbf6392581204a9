"""Typing accidents: keystrokes left in the text, old encodings, letters in the wrong form."""

from vitrans.repair.repairer import (
    ENCODED,
    Kind,
    Repair,
    Repaired,
    repair,
    repair_batch,
    undecoded,
)

__all__ = ["ENCODED", "Kind", "Repair", "Repaired", "repair", "repair_batch", "undecoded"]
