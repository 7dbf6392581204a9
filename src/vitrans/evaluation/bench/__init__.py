"""Benchmarks: every task on every set with every system, measured once and kept."""
