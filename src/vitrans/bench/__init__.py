"""Benchmarks: every task on every set with every system, measured once and kept."""

from vitrans.bench.cells import Cell, Task
from vitrans.bench.plan import Plan, cells_of
from vitrans.bench.record import read_results, results_file, run_cells
from vitrans.bench.sets import BeadSet, PageSet, PairSet, TextSet
from vitrans.bench.summary import insert_tables, summary
from vitrans.bench.systems import System, find_system

__all__ = [
    "BeadSet",
    "Cell",
    "PageSet",
    "PairSet",
    "Plan",
    "System",
    "Task",
    "TextSet",
    "cells_of",
    "find_system",
    "insert_tables",
    "read_results",
    "results_file",
    "run_cells",
    "summary",
]
