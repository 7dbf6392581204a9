"""Evaluation: what is scored, how, and what is said of it; test sets and benchmarks."""
