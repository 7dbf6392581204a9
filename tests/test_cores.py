"""How many cores may be used: bound by affinity and by the limits of a container."""

import os
from pathlib import Path

import pytest

from vitrans import cores


@pytest.fixture
def eight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of which the process may use eight cores, and its control group."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(cores, "_CGROUP", tmp_path)
    return tmp_path


def test_affinity_counts(eight: Path) -> None:
    assert cores.available_cores() == 8


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("200000 100000\n", 2), ("150000 100000\n", 2), ("50000 100000\n", 1), ("max 100000\n", 8)],
)
def test_the_limit_of_a_container_counts(eight: Path, limit: str, expected: int) -> None:
    (eight / "cpu.max").write_text(limit)
    assert cores.available_cores() == expected


@pytest.mark.parametrize(("quota", "expected"), [("300000", 3), ("-1", 8)])
def test_the_older_interface_counts(eight: Path, quota: str, expected: int) -> None:
    (eight / "cpu").mkdir()
    (eight / "cpu" / "cpu.cfs_quota_us").write_text(quota)
    (eight / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert cores.available_cores() == expected


def test_a_system_without_affinity(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(cores, "_CGROUP", tmp_path)
    assert cores.available_cores() == 4
