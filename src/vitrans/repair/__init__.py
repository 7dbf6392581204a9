"""Typing accidents: keystrokes left in the text, old encodings, letters in the wrong form."""

from vitrans.repair.repairer import Kind, Repair, Repaired, repair, repair_batch

__all__ = ["Kind", "Repair", "Repaired", "repair", "repair_batch"]
