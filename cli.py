"""Run vitrans from a checkout: `python cli.py …` does what `vitrans …` does."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from vitrans.__main__ import main

if __name__ == "__main__":
    main()
