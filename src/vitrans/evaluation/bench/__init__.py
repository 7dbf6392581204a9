"""Benchmarks: every task on every set with every system, measured once and kept."""

from vitrans.evaluation.bench.measurement import Measurement, Task
from vitrans.evaluation.bench.plan import Plan, measurements_of
from vitrans.evaluation.bench.record import read_results, results_file, run_measurements
from vitrans.evaluation.bench.sets import BeadSet, PageSet, PairSet, TextSet
from vitrans.evaluation.bench.summary import insert_tables, summary
from vitrans.evaluation.bench.systems import System, find_system

__all__ = [
    "BeadSet",
    "Measurement",
    "PageSet",
    "PairSet",
    "Plan",
    "System",
    "Task",
    "TextSet",
    "measurements_of",
    "find_system",
    "insert_tables",
    "read_results",
    "results_file",
    "run_measurements",
    "summary",
]
