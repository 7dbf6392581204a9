"""The layers: cli → commands → pipeline → stages → base; stages do not know each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vitrans

ROOT = Path(vitrans.__file__).parent
BASE = {"_version", "types", "errors", "text", "encodings", "files", "cores", "places"}
STAGES = {"formats", "kinds", "segment", "language", "restore", "translate", "engines", "align"}
STAGES |= {"repair", "runs", "report", "models", "exchange", "memory", "terms"}
MAY_IMPORT = {
    **dict.fromkeys(BASE, BASE),
    "encodings": BASE | {"repair"},  # which syllables exist
    **dict.fromkeys(STAGES, BASE),
    "align": BASE | {"models"},  # learned tables
    "repair": BASE | {"models"},
    "terms": BASE | {"align", "exchange"},
    "translate": BASE | {"engines", "models", "terms", "align"},
    "restore": BASE | {"models"},
    "language": BASE | {"models"},
    "formats": BASE | {"exchange"},
    "report": BASE | {"exchange"},
    "memory": BASE | {"exchange", "terms", "translate"},  # files of units; numbers, terms
    "training": BASE | STAGES,
    "runs": BASE,
    "pipeline": BASE | STAGES,
    "toolkit": BASE | STAGES | {"pipeline"},
    "evaluation": BASE | STAGES | {"pipeline", "toolkit"},
    "server": BASE | STAGES | {"pipeline", "toolkit", "evaluation"},
    "commands": BASE | STAGES | {"pipeline", "toolkit", "evaluation", "training", "server"},
    "cli": BASE | {"commands"},
    "__init__": BASE | STAGES | {"toolkit"},
    "__main__": {"cli"},
}
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level parts of vitrans that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide what is imported"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        parts = (name.split(".") for name in names)
        # The package itself is the public face, which imports the pipeline.
        yield from ((*rest, "__init__")[0] for root, *rest in parts if root == "vitrans")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_what_its_layer_may(module: Path) -> None:
    part = module.with_suffix("").parts[0]
    assert set(imported(ROOT / module)) <= MAY_IMPORT[part] | {part}
