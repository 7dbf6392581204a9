"""Typing accidents: keystrokes left in the text, old encodings, letters in the wrong form."""

from vitrans.repair.repairer import (
    ENCODED,
    Accident,
    Repair,
    Repaired,
    repair,
    repair_batch,
    undecoded,
)

__all__ = ["ENCODED", "Accident", "Repair", "Repaired", "repair", "repair_batch", "undecoded"]
