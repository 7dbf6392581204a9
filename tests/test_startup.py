"""Nothing heavy is loaded before it is used."""

import subprocess
import sys

import pytest

HEAVY = [
    "ctranslate2",
    "huggingface_hub",
    "matplotlib",
    "numpy",
    "sacrebleu",
    "sentencepiece",
    "sentencex",
    "torch",
    "transformers",
    "underthesea",
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
    code = "import vitrans\nfor name in vitrans.__all__: assert getattr(vitrans, name), name"
    subprocess.run([sys.executable, "-c", code], check=True)
