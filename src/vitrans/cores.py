"""How many cores and how much memory this process may use."""

import math
import os
import re
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_MEMORY = Path("/proc/meminfo")


def available_cores() -> int:
    """Return how many cores this process may use, at least one.

    What it is bound to (its affinity) and what its control group is allowed (a container's limit)
    both count, not only how many cores the machine has.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quota = _quota(_CGROUP)
    return max(1, cores if quota is None else min(cores, math.ceil(quota)))


def available_memory() -> float:
    """Return how many bytes of memory are free or can be made so, infinity where nobody says."""
    try:
        found = re.search(r"MemAvailable:\s+(\d+) kB", _MEMORY.read_text("ascii"))
    except OSError:
        return math.inf
    return int(found[1]) * 1024 if found else math.inf


def _quota(root: Path) -> float | None:
    """Return the cores that a control group is allowed, None where nothing limits it.

    Both versions of the interface are read: `cpu.max`, and `cpu.cfs_quota_us` with its period.
    """
    quota, period = _numbers(root / "cpu.max") or (
        _numbers(root / "cpu" / "cpu.cfs_quota_us", root / "cpu" / "cpu.cfs_period_us") or (0, 0)
    )
    return quota / period if quota > 0 and period > 0 else None


def _numbers(*paths: Path) -> tuple[int, int] | None:
    """Return the two numbers that files hold, None where there is no limit in them."""
    try:
        words = " ".join(path.read_text("ascii") for path in paths).split()
        return int(words[0]), int(words[1])
    except (OSError, ValueError, IndexError):  # not such a system, or `max`: no limit
        return None
