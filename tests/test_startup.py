"""Nothing heavy is loaded before it is used."""

import subprocess
import sys

import pytest

import vitrans

PUBLIC = ["Document", "Language", "Toolkit", "Translation", "VitransError"]
PUBLIC += ["load", "load_translator", "parse", "render"]

HEAVY = [
    "ctranslate2",
    "fastapi",
    "huggingface_hub",
    "matplotlib",
    "numpy",
    "pandas",
    "pyarrow",
    "ray",
    "sacrebleu",
    "sentencepiece",
    "sentencex",
    "torch",
    "transformers",
    "underthesea",
    "uvicorn",
]
REPORT = "import sys; sys.stderr.write(' '.join(sorted({m.split('.')[0] for m in sys.modules})))"
STARTS = {
    "import vitrans": "import vitrans",
    "import the command": "import vitrans.cli",
    "vitrans --help": "from vitrans.cli import app; app(['--help'], standalone_mode=False)",
    "vitrans translate --help": (
        "from vitrans.cli import app; app(['translate', '--help'], standalone_mode=False)"
    ),
    "vitrans version": "from vitrans.cli import app; app(['version'], standalone_mode=False)",
}


@pytest.mark.parametrize("start", STARTS)
def test_a_start_loads_nothing_heavy(start: str) -> None:
    code = f"{STARTS[start]}\n{REPORT}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert not set(done.stderr.split()) & set(HEAVY)


def test_public_names_are_there_when_asked_for() -> None:
    code = (
        "import vitrans\nfor name in vitrans.__all__: print(name, getattr(vitrans, name).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{name} {name}" for name in PUBLIC]


def test_there_is_nothing_else() -> None:
    assert sorted(vitrans.__all__) == PUBLIC
    assert set(PUBLIC) <= set(dir(vitrans))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        vitrans.nothing  # noqa: B018


INTERRUPTED_AT = """
import sys

class Interrupt:
    def find_spec(self, name, *rest):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from vitrans.__main__ import main
sys.argv = ["vitrans", "restore"]
main()
"""


@pytest.mark.parametrize(
    "module", ["typer", "vitrans.cli", "vitrans.errors", "vitrans.language", "vitrans.pipeline"]
)
def test_an_interrupt_while_it_starts_is_no_accident(module: str) -> None:
    code = INTERRUPTED_AT.format(module=module)
    done = subprocess.run([sys.executable, "-c", code], input="", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "vitrans: interrupted\n"
