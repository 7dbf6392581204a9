"""Typing accidents: keystrokes left in the text, old encodings, letters in the wrong form."""

from vitrans.repair.repairer import Accident, Repair, Repaired, repair, repair_batch

__all__ = ["Accident", "Repair", "Repaired", "repair", "repair_batch"]
