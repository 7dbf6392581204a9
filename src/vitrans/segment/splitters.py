"""The splitters that propose where sentences end, loaded when first needed."""

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path

Splitter = Callable[[str], list[str]]


@cache
def english() -> Splitter:
    """Return sentencex's splitter."""
    from sentencex import segment

    return lambda text: segment("en", text)


@cache
def vietnamese() -> Splitter:
    """Return underthesea's `sent_tokenize`, without the seconds that `import underthesea` costs.

    The package imports all its models' libraries; the module of the tokenizer needs none of them.
    """
    package = importlib.util.find_spec("underthesea")
    folder = ((package and package.submodule_search_locations) or [""])[0]
    path = Path(folder) / "pipeline" / "sent_tokenize" / "__init__.py"
    spec = importlib.util.spec_from_file_location("underthesea_sent_tokenize", path)
    if spec is None or spec.loader is None or not path.is_file():
        import underthesea as module  # another version keeps it elsewhere
    else:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    tokenize: Splitter = module.sent_tokenize
    return tokenize
