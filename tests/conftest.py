"""Settings of all tests, and what is said of those that are left out."""

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from browsing import browser, page, plain, real

__all__ = ["browser", "page", "plain", "real"]

# Machines that run tests are shared; a slow example is no failure.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

# Marks of what tests need that may not be installed.
NEEDED = ("torch", "ray")
# Marks whose tests a plain `pytest` leaves out.
APART = ("slow", "browser", "corpora")
Report = pytest.TestReport | pytest.CollectReport
DESELECTED: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs something that is not installed."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    for item in items:
        for name in missing:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"needs {name}"))


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count by their mark the tests that `-m` leaves out."""
    for item in items:
        DESELECTED.update(mark for mark in APART if item.get_closest_marker(mark))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out, and how to run them."""
    skipped = terminalreporter.getreports("skipped")
    root = terminalreporter.config.rootpath
    for name in NEEDED:
        count = sum(tests_in(one, root) for one in skipped if f"needs {name}" in reason(one))
        if count:
            terminalreporter.line(f"left out: {count} that need {name} (pip install '.[dev]')")
    for mark, count in DESELECTED.items():
        terminalreporter.line(f"left out: {count} marked {mark} (make test runs them)")


def reason(report: Report) -> str:
    """Return why a test, or all of a module, was skipped."""
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""


def tests_in(report: Report, root: Path) -> int:
    """Return how many tests a report of a skip stands for: one, or all functions of a module."""
    if isinstance(report, pytest.TestReport):
        return 1
    module = (root / report.nodeid).read_text("utf-8")
    return len(re.findall(r"^def test_", module, re.MULTILINE))


@pytest.fixture(autouse=True, scope="session")
def no_models_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let tests work with what comes with vitrans, whatever this user has pulled or made."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "vitrans").mkdir()
    (folder / "vitrans" / "better-model.said").touch()  # said before: tests are not first contacts
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRANS_MODELS", str(folder / "none"))
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield
