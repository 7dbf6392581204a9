"""One line, once, that a much better translation model is one command away."""

from vitrans import places
from vitrans.commands._shared.console import note

_SAID = "better-model.said"


def note_better_model() -> None:
    """Say it on standard error, if it was never said to this user and no model was pulled."""
    from vitrans.models import list_pulled

    said = places.cache_folder() / _SAID
    if said.exists() or list_pulled():
        return
    note("a much better model is one command away: vitrans models pull best")
    try:
        said.parent.mkdir(parents=True, exist_ok=True)
        said.touch()
    except OSError:
        return  # it is said again the next time: nothing is lost
