"""Where files of the user lie, and where they lay before."""

import logging
import sys
from pathlib import Path

import pytest

from vitrans import places
from vitrans.errors import UsageError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "VITRANS_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    places._say_moved.cache_clear()
    return tmp_path


linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")


@linux
def test_places_are_those_of_the_system(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.cache_folder() == home / ".cache" / "vitrans"
    assert places.data_folder() == home / ".local" / "share" / "vitrans"
    assert places.settings_folder() == home / ".config" / "vitrans"
    for name in ("CACHE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", f"/{name}")
    assert places.cache_folder() == Path("/CACHE/vitrans")
    assert places.data_folder() == Path("/DATA/vitrans")
    assert places.settings_folder() == Path("/CONFIG/vitrans")


def test_models_lie_in_the_data_folder_or_where_the_user_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places.models_folder() == places.data_folder() / "models"
    monkeypatch.setenv("VITRANS_MODELS", "~/mine")
    assert places.models_folder() == home / "mine"
    (home / "mine").write_text("")
    with pytest.raises(UsageError, match=r"VITRANS_MODELS is '~/mine', which is a file"):
        places.models_folder()


@pytest.mark.parametrize(
    ("find", "new", "old"),
    [("data", "data_folder", "_old_data"), ("cached", "cache_folder", "_old_cache")],
)
def test_what_lies_in_its_old_place_is_used_and_said_once(
    find: str,
    new: str,
    old: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(places, new, lambda: tmp_path / "new")
    monkeypatch.setattr(places, old, lambda: tmp_path / "old")
    at = getattr(places, find)
    assert at("testsets") == tmp_path / "new" / "testsets", "nothing is anywhere yet"
    (tmp_path / "old" / "testsets").mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        assert at("testsets") == at("testsets") == tmp_path / "old" / "testsets"
    assert [record.getMessage() for record in caplog.records] == [
        f"using {tmp_path / 'old' / 'testsets'}; move it to {tmp_path / 'new' / 'testsets'}, "
        "its place now"
    ]
    (tmp_path / "new" / "testsets").mkdir(parents=True)
    assert at("testsets") == tmp_path / "new" / "testsets"
