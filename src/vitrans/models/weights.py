"""The weights of a checkpoint as arrays, from safetensors or a PyTorch pickle, without torch.

A pickle is a program. Only what rebuilds tensors is let through here; anything else that a file
names is refused before it could run.
"""

import json
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitrans.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

    Weights = dict[str, np.ndarray[Any, Any]]

# Names of types in safetensors and of storages in pickles; bfloat16 is read as its upper half.
_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "bf16", "I64": "<i8", "I32": "<i4"}
_STORAGES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "BFloat16Storage": "bf16",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
}
_INDEX = "model.safetensors.index.json"


def read_weights(directory: Path) -> "Weights":
    """Return the weights in the folder of a checkpoint, floating ones as float32.

    Raises:
        ModelError: there are none, or a file is damaged or holds more than weights.
    """
    try:
        if (directory / _INDEX).is_file():
            names = set(json.loads((directory / _INDEX).read_bytes())["weight_map"].values())
            parts = [_read_safetensors(directory / name) for name in sorted(names)]
            return {name: array for part in parts for name, array in part.items()}
        if (directory / "model.safetensors").is_file():
            return _read_safetensors(directory / "model.safetensors")
        return _read_pickle(directory / "pytorch_model.bin")
    except (ValueError, KeyError, TypeError, EOFError, IndexError, AttributeError) as error:
        raise _damaged(directory, error) from error
    except (zipfile.BadZipFile, pickle.UnpicklingError) as error:
        raise _damaged(directory, error) from error
    except FileNotFoundError as error:
        raise ModelError(
            f"{str(directory)!r} has no {Path(error.filename).name}; download the model again"
        ) from error


def _read_safetensors(path: Path) -> "Weights":
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    if len(data) < 8 or start > len(data):
        raise ValueError("its header is cut off")
    made = {}
    for name, facts in json.loads(data[8:start]).items():
        if name != "__metadata__":
            first, last = facts["data_offsets"]
            raw = data[start + first : start + last]
            made[name] = _array(raw, _TYPES[facts["dtype"]]).reshape(facts["shape"])
    return made


def _array(raw: bytes, kind: str) -> "np.ndarray[Any, Any]":
    """Return the numbers that bytes stand for."""
    import numpy as np

    if kind == "bf16":
        return (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
    found = np.frombuffer(raw, kind)
    return found.astype(np.float32) if found.dtype.kind == "f" else found


def _read_pickle(path: Path) -> "Weights":
    if not zipfile.is_zipfile(path):
        path.stat()
        raise ValueError("it is in the format before PyTorch 1.6, or cut off")
    with zipfile.ZipFile(path) as archive:
        inside = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        with archive.open(inside) as file:
            found = _Tensors(file, archive, inside.removesuffix("data.pkl")).load()
    return {str(name): array for name, array in found.items() if hasattr(array, "shape")}


class _Tensors(pickle.Unpickler):
    """Reads the tensors of a pickle, and refuses everything else that it names."""

    def __init__(self, file: Any, archive: zipfile.ZipFile, folder: str) -> None:
        super().__init__(file)
        self._archive, self._folder = archive, folder

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if module == "torch" and name in _STORAGES:
            return _STORAGES[name]
        raise pickle.UnpicklingError(f"it names {module}.{name}, which is no weight")

    def persistent_load(self, pid: Any) -> "np.ndarray[Any, Any]":
        _, kind, key, _, _ = pid
        return _array(self._archive.read(f"{self._folder}data/{key}"), kind)


def _rebuild(
    storage: "np.ndarray[Any, Any]",
    offset: int,
    size: tuple[int, ...],
    stride: tuple[int, ...],
    *more: object,
) -> "np.ndarray[Any, Any]":
    """Return a tensor of a storage; one that reaches beyond it is refused."""
    import numpy as np

    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    if math.prod(size) and not (0 <= offset <= last < len(storage) and min(stride, default=1) >= 0):
        raise pickle.UnpicklingError("a tensor is larger than what is stored of it")
    bytes_ = [step * storage.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, bytes_, writeable=False).copy()


def _parameter(data: "np.ndarray[Any, Any]", *more: object) -> "np.ndarray[Any, Any]":
    return data


_ALLOWED: dict[tuple[str, str], Callable[..., Any]] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    ("torch._utils", "_rebuild_parameter"): _parameter,
}


def _damaged(directory: Path, error: Exception) -> ModelError:
    return ModelError(
        f"the weights in {str(directory)!r} cannot be converted ({error}); download or export the "
        "model again"
    )
