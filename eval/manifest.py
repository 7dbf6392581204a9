"""Refresh entries, sizes and sha256s of a corpora manifest: python eval/manifest.py corpora."""

import json
import sys
from pathlib import Path

from vitrans.files import read_text, sha256, write_text


def main() -> None:
    """Rewrite manifest.json; say which files it does not list yet."""
    folder = Path(sys.argv[1])
    path = folder / "manifest.json"
    manifest = json.loads(read_text(path))
    listed = set()
    for entry in manifest["files"]:
        file = folder / entry["path"]
        entry["entries"] = sum(1 for line in file.read_bytes().split(b"\n") if line.strip())
        entry["bytes"] = file.stat().st_size
        entry["sha256"] = sha256(file)
        listed.add(file)
    write_text(path, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    own = {path, folder / "README.md", folder / "LICENSE"}
    for file in sorted(f for f in folder.rglob("*") if f.is_file() and f not in listed | own):
        print(f"not in the manifest: {file}")


if __name__ == "__main__":
    main()
