"""Evaluation: what is scored and how, what is said of it, test sets and benchmarks."""

from collections.abc import Callable

Progress = Callable[[int], None]
"""Takes how much more is done: bytes that were read, or sentences that were measured."""
