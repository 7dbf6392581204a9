"""Settings of all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

# Machines that run tests are shared; a slow example is no failure.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


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
