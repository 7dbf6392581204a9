"""MarianMT models from the Hugging Face hub, for those who ask for one by name."""

import re
from pathlib import Path

from vitrans.errors import DependencyError, ModelError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SMALL = ["*.json", "*.spm"]
_WEIGHTS = "model*.safetensors"
_OLDER = "pytorch_model.bin"


def is_hub_name(name: str) -> bool:
    """Say whether a name has the form OWNER/MODEL."""
    return _NAME.fullmatch(name) is not None


def download(name: str) -> Path:
    """Return the local directory of a hub model, downloaded if it is not cached.

    `HF_HUB_OFFLINE`, `HF_ENDPOINT`, `HF_HOME` and `HF_TOKEN` are honoured by huggingface_hub.

    Args:
        name: OWNER/MODEL, such as `Helsinki-NLP/opus-mt-vi-en`.

    Raises:
        ModelError: there is no such model, or the hub cannot be reached.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError
    except ImportError as error:
        raise DependencyError(
            "models from the hub need huggingface_hub: pip install 'vitrans[hub]'"
        ) from error
    try:
        directory = Path(snapshot_download(name, allow_patterns=[*_SMALL, _WEIGHTS]))
        if not any(directory.glob(_WEIGHTS)):
            directory = Path(snapshot_download(name, allow_patterns=[*_SMALL, _OLDER]))
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise ModelError(
            f"the model {name!r} cannot be downloaded from the hub ({_reason(error)}); check the "
            "name and the network, or give the folder of a model on this machine"
        ) from error
    return directory


def _reason(error: Exception) -> str:
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError

    if isinstance(error, RepositoryNotFoundError):
        return "there is no such model, or it is not public"
    if isinstance(error, LocalEntryNotFoundError):
        return "it is not in the cache, and the hub is out of reach or HF_HUB_OFFLINE is set"
    return next((line for line in str(error).split("\n") if line.strip()), type(error).__name__)
