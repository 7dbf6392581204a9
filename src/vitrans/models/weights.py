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
from vitrans.models.description import read_json
from vitrans.models.layouts import weight_files

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
_MAGIC = 0x1950A86A20F9469CFC6C  # with which torch's files began before 1.6


def read_weights(directory: Path) -> "Weights":
    """Return the weights in the folder of a checkpoint, floating ones as float32.

    Raises:
        ModelError: there are none, or a file is damaged or holds more than weights.
    """
    made: Weights = {}
    for path in _paths(directory):
        read = _read_safetensors if path.suffix == ".safetensors" else _read_pickle
        try:
            made |= read(path)
        except (OSError, MemoryError):
            raise
        except Exception as error:  # what others wrote can be wrong in any way
            raise _damaged(path, error) from error
    return made


def _paths(directory: Path) -> list[Path]:
    """Return the files with the weights; of several, those that their index names.

    Raises:
        ModelError: one is missing, or the index is damaged.
    """
    names = {path.name for path in directory.iterdir()}
    first, *parts = weight_files(names) or ["model.safetensors"]
    wanted = {first}
    if parts:
        try:
            wanted = set(read_json(directory / first)["weight_map"].values())
        except (KeyError, TypeError, AttributeError) as error:
            raise _damaged(directory / first, error) from error
    if lacking := sorted(str(name) for name in wanted - names):
        raise ModelError(f"{str(directory)!r} has no {lacking[0]}; download the model again")
    return [directory / name for name in sorted(wanted)]


def _read_safetensors(path: Path) -> "Weights":
    made = {}
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > path.stat().st_size - 8:
            raise ValueError("its header is cut off")
        header = json.loads(file.read(size))
        for name, facts in header.items():
            if name != "__metadata__":
                first, last = facts["data_offsets"]
                file.seek(8 + size + first)
                raw = bytearray(last - first)
                if file.readinto(raw) < len(raw):
                    raise ValueError("it is cut off")
                made[name] = _array(raw, _TYPES[facts["dtype"]]).reshape(facts["shape"])
    return made


def _array(raw: bytes | bytearray, kind: str) -> "np.ndarray[Any, Any]":
    """Return the numbers that bytes stand for, not copied where they are as they should be."""
    import numpy as np

    if kind == "bf16":
        return (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
    found = np.frombuffer(raw, kind)
    return found.astype(np.float32, copy=False) if found.dtype.kind == "f" else found


def _read_pickle(path: Path) -> "Weights":
    found = _read_zip(path) if zipfile.is_zipfile(path) else _read_stream(path)
    return {str(name): array for name, array in found.items() if hasattr(array, "shape")}


def _read_zip(path: Path) -> Any:
    """Return what torch has saved since 1.6: an archive of a pickle and a file a storage."""
    with zipfile.ZipFile(path) as archive:
        inside = next((name for name in archive.namelist() if name.endswith("data.pkl")), "")
        if not inside:
            raise ValueError("it is no file of weights")
        folder = inside.removesuffix("data.pkl")
        with archive.open(inside) as file:
            return _Tensors(file, lambda key: archive.read(f"{folder}data/{key}")).load()


def _read_stream(path: Path) -> Any:
    """Return what torch saved before 1.6: a row of pickles, then the storages.

    The storages come last, so the pickle that needs them is read twice.
    """
    with path.open("rb") as file:
        magic, _, _ = (_Tensors(file).load() for _ in range(3))
        if magic != _MAGIC:
            raise ValueError("it is no file of weights")
        start, kinds = file.tell(), _Tensors(file)
        kinds.load()
        stored = {key: _stored(file, kinds.sizes[key]) for key in _Tensors(file).load()}
        file.seek(start)
        return _Tensors(file, stored.__getitem__).load()


def _stored(file: Any, size: int) -> bytes:
    """Return the bytes of the next storage: how many numbers it has stands before them."""
    count = int.from_bytes(file.read(8), "little")
    raw: bytes = file.read(count * size)
    if len(raw) < count * size:
        raise ValueError("it is cut off")
    return raw


class _Tensors(pickle.Unpickler):
    """Reads the tensors of a pickle, and refuses everything else that it names.

    `read` gives the bytes of a storage; without it there are no tensors, and only the bytes that a
    number of each storage takes are kept, in `sizes`.
    """

    def __init__(self, file: Any, read: Callable[[str], bytes] | None = None) -> None:
        super().__init__(file)
        self._read = read
        self.sizes: dict[str, int] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if module == "torch" and name in _STORAGES:
            return _STORAGES[name]
        raise pickle.UnpicklingError(f"it names {module}.{name}, which is no weight")

    def persistent_load(self, pid: Any) -> "np.ndarray[Any, Any] | None":
        _, kind, key, *_ = pid
        if self._read is None:
            self.sizes[key] = 2 if kind == "bf16" else int(kind[-1])
            return None
        return _array(self._read(key), kind)


def _rebuild(
    storage: "np.ndarray[Any, Any] | None",
    offset: int,
    size: tuple[int, ...],
    stride: tuple[int, ...],
    *more: object,
) -> "np.ndarray[Any, Any] | None":
    """Return a tensor of a storage, None without it; one that reaches beyond it is refused."""
    import numpy as np

    if storage is None:
        return None
    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    if math.prod(size) and not (0 <= offset <= last < len(storage) and min(stride, default=1) >= 0):
        raise pickle.UnpicklingError("a tensor is larger than what is stored of it")
    bytes_ = [step * storage.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, bytes_, writeable=False).copy()


def _parameter(data: object, *more: object) -> object:
    return data


_ALLOWED: dict[tuple[str, str], Callable[..., Any]] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    ("torch._utils", "_rebuild_parameter"): _parameter,
}


def _damaged(path: Path, error: Exception) -> ModelError:
    return ModelError(
        f"the weights in {str(path)!r} cannot be converted ({error}); download or export the model "
        "again"
    )
