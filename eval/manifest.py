"""Refresh entries, sizes and sha256s of a corpora manifest: python eval/manifest.py corpora."""

import json
import sys
from pathlib import Path

from common import sha256


def main() -> None:
    """Rewrite manifest.json; say which files it does not list yet."""
    folder = Path(sys.argv[1])
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    listed = set()
    for entry in manifest["files"]:
        file = folder / entry["path"]
        entry["entries"] = sum(1 for line in file.read_bytes().split(b"\n") if line.strip())
        entry["bytes"] = file.stat().st_size
        entry["sha256"] = sha256(file)
        listed.add(file)
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    own = {path, folder / "README.md", folder / "LICENSE"}
    for file in sorted(f for f in folder.rglob("*") if f.is_file() and f not in listed | own):
        print(f"not in the manifest: {file}")


if __name__ == "__main__":
    main()
